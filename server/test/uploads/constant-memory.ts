/** How much memory a fresh Candour takes at most while a file of some size goes in and out. */
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { makeTestHome } from '../../src/platform/database/embedded/test-postgres.ts'
import { freePort, startServerProcess, removeHome } from '../faults/server-process.ts'
import { registerPatient, signUp } from '../people.ts'
import { announceFile, downloadDigest, pieceAt, uploadPieces } from './send.ts'

/** Of resident memory, in MiB: the most that there ever was (proc_pid_status(5), VmHWM). */
function peakOf(process: number): number {
  const status = readFileSync(`/proc/${process}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) / 1024
}

/** Uploads, reads ranges, downloads it whole; answers the peak of the server's process in MiB. */
export async function peakWithFileOf(size: number): Promise<number> {
  const home = await makeTestHome()
  const server = await startServerProcess({ home, port: await freePort() })
  try {
    const person = await signUp(server)
    const patient = (await registerPatient(person)).id
    const { path } = await announceFile(person.browser, patient, size)
    const { status, sha256 } = await uploadPieces(person.browser, path, size)
    expect(status).toBe(201)
    const ranges = [
      [0, 100],
      [Math.floor(size / 2), Math.floor(size / 2) + 70_000],
      [size - 1, size],
    ] as const
    for (const [start, end] of ranges) {
      const range = `bytes=${start}-${end - 1}`
      const { response } = await person.browser.fetch('GET', path, undefined, { range })
      const bytes = Buffer.from(await response.arrayBuffer())
      expect(bytes.equals(pieceAt(size, start, Math.min(end, size))), range).toBe(true)
    }
    expect(await downloadDigest(person.browser, path)).toBe(sha256)
    return peakOf(server.pid)
  } finally {
    await server.kill()
    await removeHome(home)
  }
}
