import { expect, test } from 'vitest'
import { runCrashRounds } from './crash-rounds.ts'

const seeds = [1, 2, 3]

test('P44 the server is killed amid writes and uploads: nothing acknowledged is lost, doubled or half done', async () => {
  const results = await runCrashRounds(seeds.map((seed) => ({ victim: 'server', seed })))
  for (const { acknowledged } of results) expect(acknowledged).toBeGreaterThan(0)
}, 120_000)

test('P44 the database is killed amid writes and uploads: it comes back by itself and nothing acknowledged is lost', async () => {
  const results = await runCrashRounds([
    ...seeds.map((seed) => ({ victim: 'postmaster' as const, seed: seed + 10 })),
    ...seeds.map((seed) => ({ victim: 'backend' as const, seed: seed + 20 })),
  ])
  for (const { acknowledged } of results) expect(acknowledged).toBeGreaterThan(0)
}, 120_000)
