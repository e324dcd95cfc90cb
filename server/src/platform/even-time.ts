/** Promise: how long an answer takes tells nothing of what was done for it, as long as that takes less than the time given. */
import { setTimeout as wait } from 'node:timers/promises'

/** Answers, or throws, at the next full `step` of milliseconds after it began. */
export async function inEvenTime<T>(step: number, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  try {
    return await work()
  } finally {
    const took = performance.now() - started
    await wait(Math.ceil((took + 1) / step) * step - took)
  }
}
