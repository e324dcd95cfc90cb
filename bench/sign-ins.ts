/** Whether reading is held up while many sign in at once: quiet, during, quiet, round by round (METHOD.md). */
import { join } from 'node:path'
import { startLoad, type Load } from './load/load.ts'
import { median } from './measure/cell.ts'
import { operations } from './operations/operations.ts'
import type { Stock } from './operations/operation.ts'
import { machine } from './report.ts'
import { say } from './say.ts'
import type { Settings } from './settings.ts'
import { table } from './table.ts'
import { startCandour, trySignIn } from './targets/candour.ts'
import { fill } from './targets/fill.ts'
import { pause, type Target } from './targets/target.ts'

const people = 20
/** More than wait and run at once. */
const crowd = 90
const reading = operations.find(({ name }) => name === 'read-patient')!

interface Round {
  connections: number
  /** Milliseconds. */
  quietP99: [before: number, after: number]
  duringP99: number
  ratio: number
  /** Reads a second. */
  quiet: number
  during: number
  /** Of the sign-ins, milliseconds: the first that was in, the middle, the last. */
  waits: [first: number, middle: number, last: number]
  /** Reads that failed. */
  errors: number
}

export interface SignIns {
  rounds: Round[]
  seconds: number
  crowd: { asked: number; answers: Record<string, number>; lastIn: number; lastRefused: number }
}

export async function signIns({ rounds, patients, isQuick }: Settings, home: string): Promise<SignIns> {
  const candour = await startCandour(join(home, 'candour'))
  const load = startLoad()
  try {
    const one = [await candour.openPractice('One')]
    await fill(load, candour, one, { patients: Math.min(patients, 1000), charts: 0, files: [] })
    const emails: string[] = []
    for (let at = 0; at < people; at++) emails.push((await candour.openPractice(`Practice ${at}`)).email)
    const seconds = isQuick ? 2 : 3
    const found: Round[] = []
    const spare = { candour, load, one, emails, seconds }
    for (const connections of [1, 10]) await read(load, candour, one, connections, seconds)
    for (let round = 1; round <= (isQuick ? 2 : Math.max(rounds, 5)); round++)
      for (const connections of [1, 10]) {
        found.push(await measureRound(spare, connections))
        say(`Round ${round}, ${connections} connections: ${found.at(-1)!.ratio.toFixed(2)}`)
      }
    const began = performance.now()
    const all = await Promise.all(
      Array.from({ length: crowd }, (_, at) => waitOf(candour, emails[at % people]!, began)),
    )
    const answers: Record<string, number> = {}
    for (const { what } of all) answers[what] = (answers[what] ?? 0) + 1
    const last = (isIn: boolean) =>
      Math.max(0, ...all.filter(({ what }) => what.startsWith('200') === isIn).map(({ waited }) => waited))
    return {
      rounds: found,
      seconds,
      crowd: { asked: crowd, answers, lastIn: last(true), lastRefused: last(false) },
    }
  } finally {
    load.stop()
    await candour.stop()
  }
}

interface Spare {
  candour: Target
  load: Load
  one: Stock[]
  emails: string[]
  seconds: number
}

async function measureRound({ candour, load, one, emails, seconds }: Spare, connections: number): Promise<Round> {
  const before = await read(load, candour, one, connections, seconds)
  const began = performance.now()
  const signing = Promise.all(emails.map((email) => waitOf(candour, email, began)))
  // Until the first of them are being compared.
  await pause(100)
  const during = await read(load, candour, one, connections, seconds)
  const answers = await signing
  for (const { what } of answers) if (!what.startsWith('200')) throw new Error(`not signed in: ${what}`)
  const waits = answers.map(({ waited }) => waited).toSorted((a, b) => a - b)
  if (waits.at(-1)! < seconds * 1000) say(`  the sign-ins were over after ${Math.round(waits.at(-1)!)} ms`)
  await candour.settle()
  const after = await read(load, candour, one, connections, seconds)
  const errors = [before, during, after].flatMap((one) => Object.values(one.errors))
  return {
    connections,
    quietP99: [before.p99, after.p99],
    duringP99: during.p99,
    ratio: during.p99 / ((before.p99 + after.p99) / 2),
    quiet: (before.done / before.seconds + after.done / after.seconds) / 2,
    during: during.done / during.seconds,
    waits: [waits[0]!, median(waits), waits.at(-1)!],
    errors: errors.reduce((sum, count) => sum + count, 0),
  }
}

function read(load: Load, { address }: Target, practices: Stock[], connections: number, seconds: number) {
  return load.run({ address, operation: reading.name, connections, seconds, practices })
}

async function waitOf({ address }: Target, email: string, began: number): Promise<{ what: string; waited: number }> {
  const what = await trySignIn(address, email)
  return { what, waited: performance.now() - began }
}

export function reportSignIns({ rounds, seconds, crowd: last }: SignIns, date: string): string {
  const milliseconds = (value: number) => value.toFixed(1)
  const whole = (value: number) => value.toFixed(0)
  const of = (connections: number) => rounds.filter((round) => round.connections === connections)
  const sum = (connections: number) => {
    const all = of(connections)
    return [
      String(connections),
      milliseconds(median(all.flatMap(({ quietP99 }) => quietP99))),
      milliseconds(median(all.map(({ duringP99 }) => duringP99))),
      `**${median(all.map(({ ratio }) => ratio)).toFixed(2)}**`,
      all.map(({ ratio }) => ratio.toFixed(2)).join(', '),
      `${whole(median(all.map(({ quiet }) => quiet)))} / ${whole(median(all.map(({ during }) => during)))}`,
      all.map(({ waits }) => waits.map((wait) => (wait / 1000).toFixed(1)).join(' ')).join(', '),
      String(all.reduce((total, { errors }) => total + errors, 0)),
    ]
  }
  return [
    `# Reading while ${people} people sign in at once, ${date}`,
    `${machine()}. ${of(1).length} rounds of three times ${seconds} s, medians. How: [METHOD.md](../METHOD.md). The aim: p99 ` +
      'during the sign-ins at most twice the quiet one.',
    table(
      [
        'connections',
        'quiet p99, ms',
        'during p99, ms',
        'ratio',
        'each round',
        'reads a second, quiet / during',
        'sign-ins: first, middle, last, s',
        'errors',
      ],
      [sum(1), sum(10)],
    ),
    `${last.asked} at once: ${Object.entries(last.answers)
      .map(([what, count]) => `${count} times ${what}`)
      .join(
        ', ',
      )}; the last of those refused knew it after ${(last.lastRefused / 1000).toFixed(1)} s, the last was in after ` +
      `${(last.lastIn / 1000).toFixed(1)} s.`,
    '',
  ].join('\n\n')
}
