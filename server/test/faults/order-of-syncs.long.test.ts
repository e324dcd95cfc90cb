import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { makeTestHome } from '../../src/platform/database/embedded/test-postgres.ts'
import { registerPatient, signUp } from '../people.ts'
import { announceFile } from '../uploads/send.ts'
import { keepResult } from './results.ts'
import { databaseProcesses, freePort, startServerProcess, removeHome } from './server-process.ts'

const strace = '/usr/bin/strace'

/** What the system calls of an upload come to, in the words of the promise. */
const meanings: [RegExp, string][] = [
  [/fdatasync\(\d+<[^>]*pg_wal[^>]*>\)/, 'write-ahead log synced'],
  [/(?:write|pwrite64|pwritev)\(\d+<[^>]*pg_wal/, 'write-ahead log written'],
  [/(?:write|pwrite64)\(\d+<[^>]*blobs\/staging\//, 'staged file written'],
  [/fsync\(\d+<[^>]*blobs\/staging\/[^>]+>\)/, 'staged file synced'],
  [/link(?:at)?\(.*blobs\/staging\/.*blobs\//, 'file named'],
  [/fsync\(\d+<[^>]*blobs\/[0-9a-f-]{36}\/[0-9a-f]{2}>\)/, 'folder synced'],
  [/fsync\(\d+<[^>]*blobs\/[0-9a-f-]{36}>\)/, 'practice folder synced'],
  [/unlink(?:at)?\(.*blobs\/staging\//, 'staged name gone'],
  [/(?:write|writev|sendto|sendmsg)\(\d+<(?:TCP|socket)[^>]*>.*HTTP\/1\.1 201/, 'answered'],
]

test.runIf(existsSync(strace))('P62 traced: the order in which a real upload reaches the disk', async () => {
  const home = await makeTestHome()
  const server = await startServerProcess({ home, port: await freePort() })
  try {
    const person = await signUp(server)
    const patient = (await registerPatient(person)).id
    const bytes = Buffer.alloc(1_200_000, 'words ')
    const { path } = await announceFile(person.browser, patient, bytes.length)
    // Until the sequencer and all else is quiet.
    await wait(3000)
    const { backends, postmaster } = await databaseProcesses(home)
    const output = join(home, 'trace')
    const calls = 'write,writev,pwrite64,pwritev,fsync,fdatasync,link,linkat,unlink,unlinkat,sendto,sendmsg'
    const processes = [server.pid, postmaster, ...backends].flatMap((id) => ['-p', String(id)])
    const tracer = spawn(strace, ['-f', '-ttt', '-yy', '-s', '64', '-e', `trace=${calls}`, '-o', output, ...processes])
    await wait(1000)
    expect((await person.browser.send('PUT', path, bytes)).status).toBe(201)
    await wait(300)
    tracer.kill('SIGINT')
    await once(tracer, 'exit')
    const steps = readFileSync(output, 'utf8')
      .split('\n')
      .flatMap((line) => meanings.find(([pattern]) => pattern.test(line))?.[1] ?? [])
    const first = (step: string) => steps.indexOf(step)
    const lastWrite = steps.lastIndexOf('staged file written')
    const order = [
      lastWrite,
      first('staged file synced'),
      first('file named'),
      first('folder synced'),
      steps.indexOf('write-ahead log synced', first('folder synced')),
      first('answered'),
    ]
    expect(
      order.every((at) => at >= 0),
      steps.join('\n'),
    ).toBe(true)
    expect(order, steps.join('\n')).toEqual(order.toSorted((a, b) => a - b))
    const version = execFileSync(strace, ['-V'], { encoding: 'utf8' }).split('\n')[0]!.replace(' -- version', '')
    const told = steps.filter((step, at) => step !== steps[at - 1])
    await keepResult('order-of-syncs', `${version}: ${told.join(' > ')}`)
  } finally {
    await server.kill()
    await removeHome(home)
  }
})
