/** What leaves a running Candour, checked by the programs that an outsider would run, as processes of their own. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkpointRoutes } from '@candour/contract/checkpoints.ts'
import { promiseRoutes } from '@candour/contract/promises.ts'
import type { TestCandour } from '../candour.ts'
import { registerPatient, signUp, type Person } from '../people.ts'
import { makeSigner, seeded, vkey as otherLedger } from '../../../verifier/test/maker.ts'
import { secondVerdict, type Asked } from '../../../verifier/test/second/verify.ts'
import { startQuickCandour } from '../walls/quick-passwords.ts'
import { unzip } from '../transfers/unzip.ts'

const checkout = join(import.meta.dirname, '../../..')
let folder: string
let port: number
let witness: ChildProcess
let candour: TestCandour
let person: Person

/** Resolves with what the witness said once it listens: its key in the first line. */
function startWitness(...logs: string[]): Promise<string> {
  const words = ['--folder', join(folder, 'witness'), '--name', 'witness.example/one', '--listen', `127.0.0.1:${port}`]
  const known = logs.flatMap((log) => ['--log', log])
  witness = spawn(process.execPath, [join(checkout, 'witness/witness.ts'), ...words, ...known])
  return new Promise((resolve, reject) => {
    let said = ''
    witness.stderr!.on('data', (part: Buffer) => reject(new Error(part.toString())))
    witness.stdout!.on('data', (part: Buffer) => {
      said += part.toString()
      if (said.includes('listening')) resolve(said.split('\n')[0]!)
    })
  })
}

const stopWitness = () => new Promise((resolve) => (witness.once('exit', resolve), witness.kill()))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'candour-outsider-'))
  const free = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => free.once('listening', resolve))
  port = (free.address() as AddressInfo).port
  await new Promise((resolve) => free.close(resolve))
  // Some other ledger, until this one has a key.
  const vkey = await startWitness(otherLedger('candour-ledger/another', makeSigner(seeded(3))))
  candour = await startQuickCandour({}, (config) => ({
    ...config,
    witnesses: [{ url: `http://127.0.0.1:${port}`, vkey }],
  }))
  await stopWitness()
  await startWitness((await (await fetch(`${candour.address}/ledger/key`)).text()).trim())
  person = await signUp(candour, 'Yew Lane', 'Yew Thrale')
  await registerPatient(person)
}, 60_000)
afterAll(async () => {
  await candour.stop()
  await stopWitness()
  await rm(folder, { recursive: true, force: true })
})

interface Verdict {
  code: number
  said: string
}

function verify(...words: string[]): Promise<Verdict> {
  const program = join(checkout, 'verifier/verify.ts')
  return new Promise((resolve) =>
    execFile(process.execPath, [program, ...words], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
    ),
  )
}

/** What the second verifier finds wrong. */
const secondSays = async (file: string, asked?: Asked) => secondVerdict(await readFile(file), asked).wrong

async function keep(name: string, path: string): Promise<string> {
  const { response } = await person.browser.fetch('GET', path)
  expect(response.status, path).toBe(200)
  const file = join(folder, name)
  await writeFile(file, Buffer.from(await response.arrayBuffer()))
  return file
}

/** The tree of all is signed, and the witness asked. */
async function sign(): Promise<void> {
  await candour.settle()
  await expect.poll(() => candour.parts.publisher.publish(), { timeout: 10_000 }).not.toBeNull()
}

test('B3 a ledger, taken out, holds for the verifier, with its witness; a byte of it altered does not', async () => {
  await sign()
  const early = join(folder, 'early.note')
  await writeFile(early, (await person.browser.call(checkpointRoutes.sign, {})).note)
  for (let one = 0; one < 5; one++) await registerPatient(person, { family: `Family ${one}` })
  await sign()
  const { key } = await person.browser.call(checkpointRoutes.read, {})
  const bundle = await keep('ledger.ndjson', '/api/ledger/bundle')
  const header = JSON.parse((await readFile(bundle, 'utf8')).split('\n')[0]!) as { witnesses: string[]; size: number }
  expect(header.witnesses).toHaveLength(1)
  const asked = ['--key', key, '--since', early, '--witness', header.witnesses[0]!, '--need', '1']
  const whole = await verify(bundle, ...asked)
  expect([whole.code, whole.said]).toEqual([0, expect.stringMatching(/holds/i)])
  const trust = { keys: [key], witnesses: header.witnesses, need: 1, since: [await readFile(early)] }
  expect(await secondSays(bundle, trust)).toEqual([])
  const lines = (await readFile(bundle, 'utf8')).split('\n')
  const altered = join(folder, 'altered.ndjson')
  await writeFile(altered, lines.with(3, lines[3]!.replace('"verb":"', '"verb":"x')).join('\n'))
  const found = await verify(altered, ...asked)
  expect([found.code, found.said]).toEqual([1, expect.stringMatching(/entry|entries/i)])
  expect(await secondSays(altered, trust)).not.toEqual([])
})

test('B3 the proof of one entry holds by itself, in under 5 kB', async () => {
  await candour.settle()
  const proof = await keep('entry.json', '/api/ledger/entries/3/proof')
  expect((await readFile(proof)).length).toBeLessThan(5_000)
  expect((await verify(proof)).code).toBe(0)
  expect(await secondSays(proof)).toEqual([])
  await writeFile(proof, (await readFile(proof, 'utf8')).replace('"number":3', '"number":4'))
  expect((await verify(proof)).code).toBe(1)
})

test('B1 B3 an evidence pack is signed by the practice’s ledger, and a file put in place of another shows', async () => {
  await candour.parts.checks.run()
  const { contentUrl } = await person.browser.call(promiseRoutes.pack, { visit: 'cqc', reason: 'Inspection in March' })
  const pack = await keep('pack.zip', contentUrl)
  const { key } = await person.browser.call(checkpointRoutes.read, {})
  const whole = await verify(pack, '--key', key)
  expect([whole.code, whole.said]).toEqual([0, expect.any(String)])
  expect((await verify(pack)).code).toBe(0)
  expect(await secondSays(pack, { keys: [key] })).toEqual([])
  const bytes = await readFile(pack)
  expect([...unzip(bytes).keys()]).toContain('SHA256SUMS.note')
  const at = bytes.indexOf('"practice"')
  await writeFile(pack, bytes.with(at + 1, 0x50))
  expect((await verify(pack, '--key', key)).code).toBe(1)
})

test('B3 the witnesses are seen to have signed, and one that is away for long fails', async () => {
  await candour.parts.checks.run('witnesses')
  const states = async () => {
    const response = await fetch(`${candour.address}/checks`)
    const { checks } = (await response.json()) as { checks: { name: string; state: string; what: string }[] }
    return checks.find(({ name }) => name === 'witnesses')
  }
  expect(await states()).toMatchObject({ state: 'well', what: 'All 1 witnesses have signed.' })
})
