import { expect, test } from 'vitest'
import { runCrashRounds, victims, type RoundResult } from './crash-rounds.ts'
import { keepResult } from './results.ts'

const rounds = Number(process.env['ROUNDS'] ?? 60)
const firstSeed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const perHome = 10

test(`P62 killed ${rounds} times at random moments, server, database, both or one connection: nothing acknowledged is lost`, async () => {
  const results: RoundResult[] = []
  const plan = Array.from({ length: rounds }, (_, place) => ({
    victim: victims[place % victims.length]!,
    seed: firstSeed + place,
  }))
  try {
    for (let at = 0; at < rounds; at += perHome) results.push(...(await runCrashRounds(plan.slice(at, at + perHome))))
  } catch (error) {
    await keepResult('crashes', `FAILED after ${results.length} rounds of ${rounds}, seeds from ${firstSeed}`)
    throw error
  }
  const sum = (count: (result: RoundResult) => number) => results.reduce((total, result) => total + count(result), 0)
  const kinds = victims.map((victim) => `${results.filter((one) => one.victim === victim).length} ${victim}`).join(', ')
  await keepResult(
    'crashes',
    `${results.length} rounds (${kinds}), seeds from ${firstSeed}: ${sum((one) => one.acknowledged)} acknowledged writes, ` +
      `none lost; ${sum((one) => one.unknown)} unacknowledged, each whole or absent; ${sum((one) => one.entries)} entries, no gap, no double`,
  )
  expect(results).toHaveLength(rounds)
}, 3_600_000)
