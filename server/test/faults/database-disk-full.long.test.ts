import { execFileSync } from 'node:child_process'
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { colleague, registerPatient, signUp } from '../people.ts'
import { checkKept, checkLedger } from './check-kept.ts'
import { randomFrom } from './random.ts'
import { keepResult } from './results.ts'
import { freePort, ownerOf, startServerProcess, untilReady, type ServerProcess } from './server-process.ts'
import { mountSmallDisk } from './small-disk.ts'
import { createWorkload } from './workload.ts'

const disk = mountSmallDisk(400)

test.runIf(disk !== null)(
  'P62 the disk of the database fills up amid writes: 503, nothing acknowledged is lost, and with room again all works',
  async () => {
    const home = join(disk!.path, 'home')
    execFileSync('mkdir', ['-m', '711', home])
    let server: ServerProcess | undefined
    try {
      server = await startServerProcess({ home, port: await freePort() })
      const owner = await signUp(server)
      const { id: patient } = await registerPatient(owner)
      const people = { owner, nurse: (await colleague(server, owner, 2)).session.member.id, patient }
      const { written, run } = createWorkload(people, randomFrom(5), 'full')
      const stop = new AbortController()
      const running = run(stop.signal)
      await wait(500)
      const filler = join(disk!.path, 'filler')
      const { bavail, bsize } = statfsSync(disk!.path)
      try {
        writeFileSync(filler, Buffer.alloc(bavail * bsize))
      } catch {
        // As much as fits.
      }
      await wait(4000)
      const told = [...written.refusals.keys()].toSorted()
      expect(told.length, 'somebody was refused').toBeGreaterThan(0)
      rmSync(filler)
      await untilReady(server.address)
      await wait(1500)
      stop.abort()
      await running
      for (const refusal of told) expect(refusal).toMatch(/^503 /)
      await checkKept(owner.browser, people, written)
      const { id: practice } = owner.session.practice
      const { entries } = await checkLedger(owner.browser, ownerOf(home), join(home, 'keys'), practice, {
        ...written,
        levels: [],
      })
      await keepResult(
        'disk-full',
        `refused meanwhile: ${told.join(', ')}; afterwards all there, ${entries} entries without gap`,
      )
    } finally {
      await server?.kill()
      await wait(1000)
      disk!.remove()
    }
  },
  120_000,
)
