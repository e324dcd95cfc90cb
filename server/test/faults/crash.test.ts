import { expect, test } from 'vitest'
import { runCrashRounds, type Victim } from './crash-rounds.ts'

// Three rounds of each; `npm run test:long` does dozens with other seeds.
const rounds = (victim: Victim, first: number) => [0, 1, 2].map((more) => ({ victim, seed: first + more }))

async function surviveRounds(plan: { victim: Victim; seed: number }[]): Promise<void> {
  const results = await runCrashRounds(plan)
  expect(results).toHaveLength(plan.length)
  for (const { acknowledged, entries } of results) {
    expect(acknowledged).toBeGreaterThan(0)
    expect(entries).toBeGreaterThan(acknowledged)
  }
}

test(
  'P62 the server is killed amid writes and uploads: nothing acknowledged is lost, doubled or half done',
  () => surviveRounds(rounds('server', 1)),
  120_000,
)

test(
  'P62 the database is killed amid writes and uploads: it comes back by itself, and nothing acknowledged is lost',
  () => surviveRounds(rounds('postmaster', 11)),
  120_000,
)

test(
  'P62 one connection of the database is killed amid writes and uploads: nothing acknowledged is lost',
  () => surviveRounds(rounds('backend', 21)),
  120_000,
)
