import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { checkWhole } from './check-whole.ts'
import { openChecker } from './resource-checker.ts'

const checker = openChecker()
afterAll(() => checker.close())
const now = new Date('2026-11-22T04:30:00Z')
const MIB = 1024 ** 2

function observation(
  bytes: number,
  component = '{"code":{"text":"a"},"valueQuantity":{"value":1.50,"unit":"mg"}}',
): Buffer {
  const many = Array.from({ length: Math.ceil(bytes / (component.length + 1)) }, () => component).join(',')
  const head =
    '{"resourceType":"Observation","status":"final","code":{"text":"many"},"subject":{"reference":"Patient/p1"}'
  return Buffer.from(`${head},"component":[${many}]}`)
}

test('P51 while 7 MB are checked, others have their turns', async () => {
  let turns = 0
  let isDone = false
  const checking = checker.check('Observation', observation(7 * MIB), now).finally(() => (isDone = true))
  while (!isDone) {
    await nextTurn()
    turns += 1
  }
  // Checked here, it would be one.
  expect(turns).toBeGreaterThan(50)
  expect(await checking).toHaveProperty('facts')
}, 60_000)

test.each([
  ['a valid one', observation(MIB)],
  ['an invalid one', observation(MIB, '{"code":{"text":"a"},"valueQuantity":{"value":"1"}}')],
  ['no JSON', Buffer.alloc(MIB, '["a"],')],
])('%s is judged in the second process as it is here, and its bytes stay', async (_what, sent) => {
  const here = checkWhole('Observation', sent, now)
  const given = Buffer.from(sent)
  expect(await checker.check('Observation', given, now)).toEqual(here)
  expect(given.equals(sent)).toBe(true)
})

test('of a larger buffer its part alone is looked at, and what lies around it stays', async () => {
  const around = Buffer.concat([Buffer.from('before'), observation(MIB), Buffer.from('behind')])
  const outcome = await checker.check(null, around.subarray(6, -6), now)
  expect(outcome).toHaveProperty('facts.type', 'Observation')
  expect([around.toString('utf8', 0, 6), around.toString('utf8', around.length - 6)]).toEqual(['before', 'behind'])
})

test('what takes all memory is refused in words, and the next is checked as ever', async () => {
  const greedy = observation(15.9 * MIB, '{}')
  const checks = [checker.check('Observation', greedy, now), checker.check('Observation', observation(MIB), now)]
  const [first, second] = await Promise.allSettled(checks)
  expect(first).toMatchObject({ status: 'rejected', reason: { code: 'resource.too_costly' } })
  expect(second).toMatchObject({ status: 'fulfilled', value: { facts: { type: 'Observation' } } })
}, 60_000)

test('a tree of millions of levels is told by its bytes; brackets in texts are none', async () => {
  const deep = Buffer.from(`{"resourceType":"Observation","a":${'['.repeat(4 * MIB)}${']'.repeat(4 * MIB)}}`)
  const outcome = await checker.check('Observation', deep, now)
  expect(outcome).toMatchObject({ problems: [{ message: 'This is nested deeper than 1,000 levels.' }] })
  const texts = observation(MIB, `{"code":{"text":"\\"${'['.repeat(5000)}"}}`)
  expect(await checker.check('Observation', texts, now)).toHaveProperty('facts')
})
