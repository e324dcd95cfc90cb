/** Promise: whoever asks for the time gets it from here, so a test can hold it still or move it. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

export interface TestClock extends Clock {
  /** @param milliseconds may be negative: clocks do go back */
  advance(milliseconds: number): void
  set(instant: Date | string): void
}

/** Stands still at `start` until it is moved. */
export function testClock(start: Date | string = '2026-01-05T09:00:00Z'): TestClock {
  let time = parse(start)
  return {
    now: () => new Date(time),
    advance: (milliseconds) => void (time += milliseconds),
    set: (instant) => void (time = parse(instant)),
  }
}

function parse(instant: Date | string): number {
  const time = new Date(instant).getTime()
  if (Number.isNaN(time)) throw new RangeError(`not an instant: ${String(instant)}`)
  return time
}
