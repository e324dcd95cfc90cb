import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
// What makes logs for the verifier's tests; neither this feature nor its witness shares code with it.
import {
  checkpointText,
  consistencyOf,
  leafHashOf,
  makeSigner,
  seeded,
  signatureLine,
  vkey,
  type Signer,
} from '../../../../verifier/test/maker.ts'
import { readConfig } from '../../platform/config.ts'
import { readWitnesses, type WitnessSetting } from '../../platform/config/witness-list.ts'
import { askerOfWitnesses } from './ask-witness.ts'
import { witnessesOf, type Published } from './collect-cosignatures.ts'
import { witnessFinding } from './witness-finding.ts'

const random = seeded(21)
const signer = makeSigner(random)
const origin = 'candour-ledger/a00087fb-f747-9cb8-6dfe-747d23673f27'
const leaves = Array.from({ length: 40 }, (_, place) => leafHashOf(`leaf ${place}`))

function published(size: number, tree = leaves): Published {
  const part = tree.slice(0, size)
  const text = checkpointText(origin, part, Date.UTC(2026, 10, 22))
  const checkpoint = `${text}\n${signatureLine(text, origin, signer)}`
  return { checkpoint, size, proofFrom: async (old) => consistencyOf(old, part) }
}

let folder: string
let running: ChildProcess
let witness: WitnessSetting
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'candour-witnesses-'))
  const program = join(import.meta.dirname, '../../../../witness/witness.ts')
  const words = [
    '--log',
    vkey(origin, signer),
    '--folder',
    folder,
    '--name',
    'witness.example/w',
    '--listen',
    '127.0.0.1:0',
  ]
  running = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  await new Promise<void>((resolve) => {
    running.stdout!.on('data', (part: Buffer) => {
      said += part.toString()
      if (said.includes('listening')) resolve()
    })
  })
  witness = setting(`http://127.0.0.1:${/port (\d+)/.exec(said)![1]}/`, said.split('\n')[0]!)
})
afterAll(async () => {
  running.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

function setting(url: string, key: string): WitnessSetting {
  const problems: string[] = []
  const [one] = readWitnesses(`${url} ${key}`, problems)
  expect(problems).toEqual([])
  return one!
}

function asking(witnesses: WitnessSetting[], more: object = {}) {
  const said: string[] = []
  const log = {
    warn: (_: object, what: string) => said.push(what),
    error: (_: object, what: string) => said.push(what),
  }
  let now = new Date()
  const all = witnessesOf({ witnesses, log: log as never, now: () => now, ...more })
  return { all, said, later: (ms: number) => (now = new Date(now.getTime() + ms)) }
}

test('B3 a witness is asked with the proof from where it stands, and its signature is collected', async () => {
  const { all, said } = asking([witness])
  const [line] = await all.collect(published(5))
  expect(line).toMatch(/^— witness.example\/w .+\n$/)
  expect(await all.collect(published(9))).toHaveLength(1)
  // After a restart nobody knows how far the witness is: it says so itself.
  const restarted = asking([witness])
  expect(await restarted.all.collect(published(20))).toHaveLength(1)
  expect(restarted.all.states()).toMatchObject([{ name: 'witness.example/w', last: 'signed', size: 20, isLate: false }])
  expect(witnessFinding(restarted.all.states())).toMatchObject({ state: 'well', what: 'All 1 witnesses have signed.' })
  expect([...said, ...restarted.said]).toEqual([])
})

test('B3 a ledger that was set back or forked is told of loudly', async () => {
  await asking([witness]).all.collect(published(20))
  const back = asking([witness])
  expect(await back.all.collect(published(12))).toEqual([])
  expect(back.said).toEqual(['a witness has signed more entries than there are'])
  expect(witnessFinding(back.all.states())).toMatchObject({
    state: 'failing',
    what: expect.stringContaining('the ledger was set back'),
    facts: { ahead: 1 },
  })
  const fork = leaves.with(3, leafHashOf('another'))
  for (const size of [20, 30]) {
    const forked = asking([witness])
    expect(await forked.all.collect(published(size, fork))).toEqual([])
    expect(forked.said).toEqual(['a witness has signed another history than this one'])
    expect(witnessFinding(forked.all.states())).toMatchObject({ state: 'failing', facts: { forked: 1 } })
  }
})

/** A witness that answers what it is told to. */
async function lying(
  answer: (body: string) => { status: number; text?: string; headers?: Record<string, string> } | null,
) {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += String(part)
    const told = answer(body)
    if (told === null) return
    response.writeHead(told.status, told.headers)
    response.end(told.text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const own: Signer = makeSigner(random)
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = () => (server.closeAllConnections(), server.close())
  return { one: setting(address, vkey('liar.example/w', own, 4)), own, close, address }
}

test('B3 no answer, a slow one, a false signature, one that leads elsewhere or is too large: none counts, the others do', async () => {
  const answers = [
    () => null,
    () => ({ status: 200, text: '— liar.example/w AAAA\n' }),
    () => ({ status: 200, text: 'x'.repeat(20_000) }),
    () => ({ status: 302, headers: { location: witness.url } }),
    () => ({ status: 500 }),
    () => ({ status: 409, text: 'x', headers: { 'content-type': 'text/x.tlog.size' } }),
  ]
  const liars = await Promise.all(answers.map((answer) => lying(answer)))
  const { all, later } = asking([...liars.map(({ one }) => one), witness], { ask: askerOfWitnesses(300) })
  expect(await all.collect(published(31))).toHaveLength(1)
  expect(all.states().map(({ last }) => last)).toEqual([
    'no answer',
    'refused',
    'no answer',
    'no answer',
    'refused',
    'refused',
    'signed',
  ])
  expect(witnessFinding(all.states()).state).toBe('well')
  later(11 * 60_000)
  expect(witnessFinding(all.states())).toMatchObject({
    state: 'failing',
    what: '7 of 7 witnesses did not sign for a while.',
  })
  for (const { close } of liars) close()
})

test('B3 witnesses are asked by TLS or on this machine, and each has its key', () => {
  const key = vkey('witness.example/w', makeSigner(random), 4)
  const setting = `https://witness.example/a/ ${key}`
  expect(readConfig({ CANDOUR_WITNESSES: setting }).witnesses).toEqual([
    { url: 'https://witness.example/a', vkey: key },
  ])
  const problemsOf = (given: string) => {
    const problems: string[] = []
    readWitnesses(given, problems)
    return problems.join()
  }
  expect(
    problemsOf(`https://witness.example ${key}, http://127.0.0.1:8089/a ${vkey('x', makeSigner(random), 4)}`),
  ).toBe('')
  for (const address of [
    'http://witness.example',
    'ftp://witness.example',
    'https://a:b@witness.example',
    'https://witness.example/?x',
    'witness.example',
  ])
    expect(problemsOf(`${address} ${key}`)).toContain('must list addresses that begin with https://')
  for (const other of ['', 'x', key.replace('w+', 'v+'), vkey('x', makeSigner(random), 1)])
    expect(problemsOf(`https://witness.example ${other}`)).toContain(
      'needs the verifier key of https://witness.example',
    )
  expect(problemsOf(`https://one.example ${key}, https://other.example ${key}`)).toContain(
    'names witness.example/w twice',
  )
})
