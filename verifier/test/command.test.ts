import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keptNote, makeBundle, makeLedger, makeProof, seeded, textOf, vkey } from './maker.ts'

const random = seeded(3)
const ledger = makeLedger(random, 30)
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'candour-verify-'))
  const good = textOf(makeBundle(random, ledger, [10, 20]))
  await writeFile(join(folder, 'good.ndjson'), good)
  await writeFile(join(folder, 'altered.ndjson'), good.replace('"outcome":"', '"outcome":"not '))
  await writeFile(join(folder, 'kept.note'), keptNote(ledger, 12))
  await writeFile(join(folder, 'proof.json'), makeProof(ledger, 12))
})
afterAll(() => rm(folder, { recursive: true }))

interface Outcome {
  code: number
  out: string
  err: string
}

function run(started: string, words: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { PATH: process.env['PATH'] } }
    execFile(process.execPath, [started, ...words], options, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })
}
const program = join(import.meta.dirname, '../verify.ts')
const candour = join(import.meta.dirname, '../../server/bin/candour.js')
const verify = (...words: string[]) => run(candour, ['verify', ...words])

test('B3 candour verify says that a bundle holds, and what is wrong with an altered one', async () => {
  const good = await verify('good.ndjson', '--since', 'kept.note', '--since', 'proof.json')
  expect(good).toMatchObject({ code: 0, err: '' })
  expect(good.out).toContain('This bundle holds.')
  expect(good.out).toContain('All 2 earlier checkpoints are a beginning of this ledger')
  expect(good.out).toContain('Signed by the key that the file brings along')
  const altered = await verify('altered.ndjson')
  expect(altered.code).toBe(1)
  expect(altered.out).toContain('This bundle does not hold.')
  expect(altered.out).toContain('Among entries 1 to 10')
})

test('B3 with the key that one knows, and for programs', async () => {
  const words = ['good.ndjson', '--json', `--key=${vkey(ledger.origin, ledger.signer)}`]
  const { code, out } = await run(program, words)
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ holds: true, size: 30, keys: [{ from: 'you' }, { from: 'you' }] })
})

test.each([
  [[], 'Say which file.'],
  [['good.ndjson', 'good.ndjson'], 'One file at a time.'],
  [['good.ndjson', '--keys', 'x'], 'There is no flag --keys.'],
  [['good.ndjson', '--since'], '--since needs a value.'],
  [['good.ndjson', '--need', '1'], '--need asks for more witnesses'],
  [['nowhere.ndjson'], 'nowhere.ndjson is not there.'],
  [['proof.json', '--since', 'kept.note'], 'looked for in bundles alone'],
  [['good.ndjson', '--key', 'x+00000000+AQ=='], 'This is no verifier key'],
])('B3 candour verify %j could not be checked: exit 2, with the reason', async (words, reason) => {
  const { code, out, err } = await run(program, words)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(reason)
})

test('B3 the verifier runs from a copy of its folder alone, where nothing of Candour’s is', async () => {
  await cp(join(import.meta.dirname, '..'), join(folder, 'alone'), { recursive: true })
  expect(await run(join(folder, 'alone/verify.ts'), ['good.ndjson'])).toMatchObject({ code: 0, err: '' })
})

test('B3 the help of the command and of the program say the same', async () => {
  const [one, other] = [await verify('--help'), await run(program, ['--help'])]
  for (const flag of ['--key <vkey>', '--since <file>', '--witness <vkey>', '--need <number>', '--tolerance <seconds>'])
    for (const { out } of [one, other]) expect(out).toContain(flag)
})
