import { expect, test } from 'vitest'
import { runWaiting } from './run-waiting.ts'

test('what is asked for while the work before is put away is looked for at once, not at the next round', async () => {
  const looks: (() => void)[] = []
  const jobs = { run: () => new Promise((found) => looks.push(() => found([]))) }
  const work = runWaiting({} as never, jobs as never)
  expect(looks).toHaveLength(1)
  work.look()
  work.look()
  looks[0]!()
  await expect.poll(() => looks.length, { interval: 5 }).toBe(2)
  looks[1]!()
  await work.stop()
  expect(looks).toHaveLength(2)
})
