import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
// The maker of the verifier's tests makes logs and proofs; the witness itself shares nothing with it.
import {
  checkpointText,
  consistencyOf,
  leafHashOf,
  makeSigner,
  seeded,
  signatureLine,
  vkey,
} from '../../verifier/test/maker.ts'
import { isConsistent } from '../consistency.ts'

const random = seeded(8)
const signer = makeSigner(random)
const origin = 'candour-ledger/a00087fb-f747-9cb8-6dfe-747d23673f27'
const leaves = Array.from({ length: 60 }, (_, place) => leafHashOf(`leaf ${place}`))
const fork = leaves.with(7, leafHashOf('another'))
const program = join(import.meta.dirname, '../witness.ts')

function request(oldSize: number, size: number, tree = leaves, by = signer): string {
  const text = checkpointText(origin, tree.slice(0, size), Date.UTC(2026, 10, 22))
  const proof = oldSize === 0 || oldSize > size ? [] : consistencyOf(oldSize, tree.slice(0, size))
  const lines = proof.map((hash) => `${hash.toString('base64')}\n`).join('')
  return `old ${oldSize}\n${lines}\n${text}\n${signatureLine(text, origin, by)}`
}

let folder: string
let running: ChildProcess | undefined
let address = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'candour-witness-'))
})
afterEach(async () => {
  await end()
  await rm(folder, { recursive: true, force: true })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function start(): Promise<string> {
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
  const witness = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  running = witness
  let said = ''
  await new Promise<void>((resolve, reject) => {
    witness.stdout.on('data', (part: Buffer) => {
      said += part.toString()
      if (said.includes('listening on port')) resolve()
    })
    witness.stderr.on('data', (part: Buffer) => (said += part.toString()))
    witness.on('exit', () => reject(new Error(said)))
  })
  address = `http://127.0.0.1:${/listening on port (\d+)/.exec(said)![1]}`
  return said.split('\n')[0]!
}

async function end(): Promise<void> {
  if (running === undefined || running.exitCode !== null || running.signalCode !== null) return
  const ended = new Promise((resolve) => running!.on('exit', resolve))
  running.kill('SIGKILL')
  await ended
}

async function post(
  body: string,
  path = '/add-checkpoint',
): Promise<{ status: number; text: string; type: string | null }> {
  const answer = await fetch(`${address}${path}`, { method: 'POST', body })
  return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') }
}

test('B3 a witness signs a log that grows, and goes on where it was after it was killed', async () => {
  const key = await start()
  expect((await stat(join(folder, 'key.pem'))).mode & 0o777).toBe(0o400)
  const first = await post(request(0, 5))
  expect(first).toMatchObject({
    status: 200,
    text: expect.stringMatching(/^— witness.example\/w [A-Za-z0-9+/]{102}==\n$/),
  })
  await end()
  expect(await start()).toBe(key)
  expect(await post(request(0, 9))).toEqual({ status: 409, text: '5\n', type: 'text/x.tlog.size' })
  expect((await post(request(5, 9))).status).toBe(200)
  expect((await post(request(9, 9))).status).toBe(200)
  expect(await (await fetch(address)).text()).toBe(`${key}\n`)
})

test('B3 a witness refuses a log that goes back or was forked, and keeps the proof of it', async () => {
  await start()
  expect((await post(request(0, 20))).status).toBe(200)
  expect(await post(request(0, 10))).toMatchObject({ status: 409, text: '20\n' })
  expect(await post(request(10, 20))).toMatchObject({ status: 409, text: '20\n' })
  expect(await post(request(20, 20, fork))).toMatchObject({ status: 409, text: '20\n' })
  expect((await post(request(20, 30, fork))).status).toBe(422)
  expect((await post(request(20, 30).replace(/^(old 20\n).*\n/, '$1'))).status).toBe(422)
  expect(await readdir(join(folder, 'evidence'))).toHaveLength(3)
  expect((await post(request(20, 30))).status).toBe(200)
})

test('B3 a witness says of each request what is wrong with it, as the protocol has it', async () => {
  await start()
  const good = request(0, 5)
  expect((await post(request(0, 5, leaves, makeSigner(random)))).status).toBe(403)
  expect((await post(good.replaceAll(origin, `${origin}0`))).status).toBe(404)
  const size = `\n${5}\n`
  expect((await post(good.replace(size, '\n6\n'))).status).toBe(403)
  for (const bad of [
    '',
    'x',
    good.replace('old 0', 'old 00'),
    good.replace('old 0', 'new 0'),
    good.replace('old 0\n', 'old 0\nx\n'),
    request(9, 5),
    good.slice(0, -1),
    good.replace('old 0\n', `old 0\n${`${'A'.repeat(43)}=\n`.repeat(64)}`),
    'x'.repeat(300_000),
  ])
    expect((await post(bad)).status, bad.slice(0, 60)).toBe(400)
  expect((await post(good.replace('old 0\n', `old 0\n${'A'.repeat(43)}=\n`))).status).toBe(422)
  expect((await post(good, '/other')).status).toBe(404)
  expect((await fetch(`${address}/add-checkpoint`)).status).toBe(405)
  expect((await post(good)).status).toBe(200)
})

test('B3 of two histories that arrive at the same moment a witness signs one', async () => {
  await start()
  expect((await post(request(0, 10))).status).toBe(200)
  const forked = leaves.with(12, leafHashOf('another'))
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, place) =>
      post(request(10, 20 + Math.floor(place / 2), place % 2 === 0 ? leaves : forked)),
    ),
  )
  const states = answers.map(({ status }) => status)
  expect(states.filter((status) => status === 200)).toHaveLength(1)
  expect(states.filter((status) => status === 409)).toHaveLength(39)
})

test('B3 killed in the midst of requests, a witness never forgets what it signed', async () => {
  await start()
  let signed = 0
  for (let round = 0; round < 4; round += 1) {
    setTimeout(() => running!.kill('SIGKILL'), 30 + 40 * round)
    try {
      // As far as the tree goes, and there again and again, until it is killed.
      for (let size = signed + 1; ; size = Math.min(signed + 1, 60)) {
        const { status, text } = await post(request(signed, Math.min(size, 60)))
        if (status === 409) signed = Number(text)
        else if (status === 200) signed = Math.min(size, 60)
      }
    } catch {
      // Killed: what it answered before must be there again.
    }
    await end()
    await start()
    const { status, text } = await post(request(60, 60))
    const kept = status === 200 ? 60 : Number(text)
    expect(kept).toBeGreaterThanOrEqual(signed)
    signed = kept
  }
})

test('B3 a witness does not start without what its key has signed, with a damaged state, or twice over one folder', async () => {
  await start()
  await post(request(0, 5))
  const first = running!
  await expect(start()).rejects.toThrow('Another witness works with')
  running = first
  await end()
  const state = await readFile(join(folder, 'state.json'))
  await rm(join(folder, 'state.json'))
  await expect(start()).rejects.toThrow('is missing, and with it what this key has signed')
  await writeFile(join(folder, 'state.json'), state.toString().replace('5', '-5'))
  await expect(start()).rejects.toThrow('is damaged')
})

test('B3 consistency is shown by the right proof alone, in all trees of up to 25 leaves', () => {
  const roots = Array.from({ length: 26 }, (_, size) =>
    Buffer.from(checkpointText(origin, leaves.slice(0, size), 0).split('\n')[2]!, 'base64'),
  )
  for (let size = 1; size <= 25; size += 1)
    for (let oldSize = 1; oldSize <= size; oldSize += 1) {
      const proof = consistencyOf(oldSize, leaves.slice(0, size))
      const growth = { oldSize, oldRoot: roots[oldSize]!, size, root: roots[size]!, proof }
      expect(isConsistent(growth)).toBe(true)
      expect(isConsistent({ ...growth, oldRoot: roots[0]! })).toBe(false)
      expect(isConsistent({ ...growth, root: roots[0]! })).toBe(false)
      expect(isConsistent({ ...growth, proof: [...proof, roots[1]!] })).toBe(false)
      if (proof.length > 0) expect(isConsistent({ ...growth, proof: proof.slice(0, -1) })).toBe(false)
    }
})
