import { demoBanner, demoPatients } from '@candour/contract/demo.ts'
import { showCount } from '@candour/contract/formatting.ts'
import { levels } from '@candour/contract/permissions.ts'
import { practiceKinds, type PracticeKind } from '@candour/contract/practices.ts'
import { OperatorError } from '../platform/operator-error.ts'
import type { GivenFlags } from './command.ts'
import type { Terminal } from './terminal.ts'

interface DemoWanted {
  kind: PracticeKind
  seed: string
  patients: number
}

export type OpenDemo = (
  asked: DemoWanted & { onProgress: (progress: { kept: number; planned: number }) => void },
) => Promise<{
  practice: string
  name: string
  patients: number
  isNew: boolean
  examples: { patient: string; name: string }[]
  signIns: { level: 1 | 2 | 3 | 4; name: string; role: string; email: string }[]
  password: string
}>

/** What the range of test NHS numbers holds, and some room. */
const mostDemoPatients = 500_000

/** Null without `--demo`. Throws when a flag of the demonstration is not understood, or comes without it. */
export function readDemoFlags(flags: GivenFlags): DemoWanted | null {
  const { demo, kind = 'gp', patients = String(demoPatients), seed = 'harbour' } = flags as Record<string, string>
  if (demo === undefined) {
    const alone = ['kind', 'patients', 'seed'].find((name) => flags[name] !== undefined)
    if (alone !== undefined) throw new OperatorError(`--${alone} goes with --demo.`)
    return null
  }
  const known = practiceKinds.find((one) => one === kind)
  if (known === undefined) throw new OperatorError(`--kind must be one of ${practiceKinds.join(', ')}, not "${kind}".`)
  const count = Number(patients)
  if (!/^\d{1,6}$/.test(patients) || count < 1 || count > mostDemoPatients)
    throw new OperatorError(`--patients must be a whole number from 1 to ${mostDemoPatients}, not "${patients}".`)
  if (!/^[\w-]{1,40}$/.test(seed)) throw new OperatorError(`--seed must be one word, not "${seed}".`)
  return { kind: known, seed, patients: count }
}

/** Fills it, with progress, and says how to get in. Candour serves others meanwhile. */
export async function showDemo(
  { openDemo }: { openDemo: OpenDemo },
  wanted: DemoWanted,
  origin: string,
  terminal: Terminal,
): Promise<void> {
  const { say, bold, dim } = terminal
  say(`\n${bold('A practice to look at')}  ${demoBanner}.`)
  let told = Date.now()
  const onProgress = ({ kept, planned }: { kept: number; planned: number }) => {
    if (Date.now() - told < 5_000) return
    told = Date.now()
    say(dim(`  ${showCount(kept)} of ${showCount(planned)} patients`))
    terminal.tell({ event: 'demo-progress', kept, planned })
  }
  const words = `Writing ${showCount(wanted.patients)} patients`
  const demo = await terminal.step(words, () => openDemo({ ...wanted, onProgress }))
  terminal.tell({ event: 'demo', origin, kind: wanted.kind, ...demo })
  const width = Math.max(...demo.signIns.map(({ email }) => email.length))
  const rows = demo.signIns.map(
    ({ level, name, email }) => `    ${email.padEnd(width)}  ${dim(`${levels[level]}: ${name}`)}`,
  )
  say(
    [
      '',
      `  ${demo.name}, ${showCount(demo.patients)} patients${demo.isNew ? '' : ', from an earlier start'}. Sign in at ${bold(`${origin}/sign-in`)}`,
      ...rows,
      `    Password of all  ${bold(demo.password)}`,
      `  Begin with  ${demo.examples.map(({ name }) => name).join('; ')}`,
    ].join('\n'),
  )
}
