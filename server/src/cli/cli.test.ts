import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const bin = join(import.meta.dirname, '../../bin/candour.js')

interface Outcome {
  code: number
  out: string
  err: string
}

function candour(words: string[], env: NodeJS.ProcessEnv = {}, node = process.execPath): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(node, [bin, ...words], { env: { PATH: process.env['PATH'], ...env } }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })
}

test('without words, and when asked for help, it says what there is', async () => {
  for (const words of [[], ['--help'], ['help']]) {
    const { code, out } = await candour(words)
    expect(code).toBe(0)
    expect(out).toContain('candour start')
    expect(out).toContain('candour status')
  }
})

test('the help of each command has examples and flags, and that of start names every variable', async () => {
  const { out } = await candour(['start', '--help'])
  for (const part of ['Examples', '--https', '--port <port>', 'CANDOUR_TRUSTED_PROXY', 'DATABASE_URL']) {
    expect(out).toContain(part)
  }
  expect((await candour(['help', 'status'])).out).toContain('Examples')
})

test.each([
  [['bogus'], 'no command "bogus". There are: start, status, import'],
  [['help', 'bogus'], 'no command "bogus"'],
  [['help', 'start', 'now'], 'one command'],
  [['start', '--prot', '1'], 'has no flag --prot'],
  [['start', '--toString'], 'has no flag --toString'],
  [['start', '-x'], 'has no flag -x'],
  [['start', 'now'], 'takes no "now"'],
  [['start', '--port'], '--port needs a port'],
  [['start', '--home='], '--home needs a folder'],
  [['start', '--home', '--json'], '--home needs a folder'],
  [['start', '--port', '1', '--port', '2'], 'was given twice'],
  [['status', '--json=yes'], '--json takes no value'],
])('candour %j is not understood: exit 2, with the reason', async (words, reason) => {
  const { code, out, err } = await candour(words)
  expect(code).toBe(2)
  expect(err).toContain(reason)
  expect(out).toBe('')
})

test('settings that are wrong are told, all of them, without a stack', async () => {
  const { code, err } = await candour(['start', '--home', '/tmp/never'], { CANDOUR_PORT: 'x', CANDOUR_HOST: '0.0.0.0' })
  expect(code).toBe(1)
  expect(err).toContain('CANDOUR_PORT must be')
  expect(err).toContain('in the clear')
  expect(err).not.toContain('    at ')
  expect(existsSync('/tmp/never')).toBe(false)
})

test('with --json a failure is one line of JSON', async () => {
  const { code, out, err } = await candour(['start', '--json'], { CANDOUR_PORT: 'x' })
  expect(code).toBe(1)
  expect(JSON.parse(out)).toEqual({ error: expect.stringContaining('CANDOUR_PORT') })
  expect(err).toBe('')
})

test('status of what does not run is exit 3', async () => {
  const { code, out } = await candour(['status', '--home', '/tmp/nowhere'])
  expect(code).toBe(3)
  expect(out).toBe('Candour is not running in /tmp/nowhere.\n')
  const told = await candour(['status', '--home', '/tmp/nowhere', '--json'])
  expect(told.code).toBe(3)
  expect(JSON.parse(told.out)).toEqual({ running: false, home: '/tmp/nowhere' })
})

const olderNode = '/usr/bin/node'

test.skipIf(!existsSync(olderNode))('an older Node hands over to the one that npm ci brought', async () => {
  expect((await candour(['--version'], {}, olderNode)).out).toMatch(/^candour \d+\.\d+\.\d+\n$/)
  expect((await candour(['bogus'], {}, olderNode)).code).toBe(2)
})
