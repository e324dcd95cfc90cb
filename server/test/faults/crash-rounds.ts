/** Rounds of writing, killing, coming back and checking, on one home. */
import { memberRoutes } from '@candour/contract/members.ts'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { makeTestHome } from '../../src/platform/database/embedded/test-postgres.ts'
import { registerPatient, signUp, colleague } from '../people.ts'
import { checkKept, checkLedger } from './check-kept.ts'
import { randomFrom } from './random.ts'
import { databaseProcesses, freePort, ownerOf, startServerProcess, untilReady, removeHome } from './server-process.ts'
import { createWorkload } from './workload.ts'

/** What is killed with SIGKILL: the server, the database's first process, one that serves a client, or server and database. */
export const victims = ['server', 'postmaster', 'backend', 'server and postmaster'] as const
export type Victim = (typeof victims)[number]

export interface RoundResult {
  victim: Victim
  seed: number
  acknowledged: number
  unknown: number
  entries: number
}

/** Throws when a round finds that something was lost, doubled or half done. */
export async function runCrashRounds(rounds: readonly { victim: Victim; seed: number }[]): Promise<RoundResult[]> {
  const home = await makeTestHome()
  const port = await freePort()
  let server = await startServerProcess({ home, port })
  const results: RoundResult[] = []
  try {
    for (const { victim, seed } of rounds) {
      const random = randomFrom(seed)
      // A practice of its own a round: what is checked stays small.
      const owner = await signUp(server, `Round ${seed} ${victim}`)
      const nurse = (await colleague(server, owner, 2)).session.member.id
      const { id: patient } = await registerPatient(owner)
      const people = { owner, nurse, patient }
      const { written, run } = createWorkload(people, random, `r${seed}`)
      const stop = new AbortController()
      const running = run(stop.signal)
      await wait(random.between(150, 1200))
      if (victim === 'server') {
        await server.kill()
      } else {
        const { postmaster, backends } = await databaseProcesses(home)
        if (victim === 'server and postmaster') await server.kill()
        process.kill(victim === 'backend' ? random.pick(backends) : postmaster, 'SIGKILL')
        // The server lives: people go on trying while the database is away and when it is back.
        if (victim !== 'server and postmaster') await wait(random.between(200, 900))
      }
      stop.abort()
      await running
      if (victim.startsWith('server')) server = await startServerProcess({ home, port })
      await untilReady(server.address)

      for (const refusal of written.refusals.keys()) expect(refusal, 'out of order is said as such').toMatch(/^503 /)
      await checkKept(owner.browser, people, written)
      const { entries } = await checkLedger(
        owner.browser,
        ownerOf(home),
        join(home, 'keys'),
        owner.session.practice.id,
        written,
      )
      const all = [...written.registrations, ...written.resources, ...written.files, ...written.levels]
      const told = all.filter((one) => one.told).length
      results.push({ victim, seed, acknowledged: told, unknown: all.length - told, entries })
      await owner.browser.call(memberRoutes.list, {})
    }
    expect(await server.stop()).toBe(0)
    return results
  } catch (error) {
    throw new Error(`${(error as Error).message}\n--- the server said:\n${tellingLines(server.output())}`, {
      cause: error,
    })
  } finally {
    await server.kill().catch(() => undefined)
    await removeHome(home)
  }
}

/** What is more than a request that was answered, the last hundred lines of it. */
function tellingLines(output: string): string {
  return output
    .split('\n')
    .filter((line) => !/"msg":"request"|the ledger cannot be written/.test(line))
    .slice(-100)
    .join('\n')
}
