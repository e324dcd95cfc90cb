/**
 * Promise: what waits at the same time goes together, and nothing waits for company. Natural batching: no timer; what came
 * in one turn of the event loop is one batch, and while as many as may be are in flight, the next one gathers.
 */

export interface GatherOptions {
  /** In one batch, at most. */
  most: number
  /** Batches at once. */
  inFlight: number
}

/** @param run never rejects: whoever waits is told by it */
export function gather<Waiting>(
  options: GatherOptions,
  run: (batch: Waiting[]) => Promise<void>,
): (one: Waiting) => void {
  const waiting: Waiting[] = []
  let inFlight = 0
  let turning = false

  function pump(): void {
    turning = false
    while (inFlight < options.inFlight && waiting.length > 0) {
      inFlight += 1
      void run(waiting.splice(0, options.most)).finally(() => {
        inFlight -= 1
        pump()
      })
    }
  }

  return (one) => {
    waiting.push(one)
    if (turning || inFlight >= options.inFlight) return
    // At the end of this turn, when every socket that has something to say was heard; an idle server gets there at once.
    turning = true
    setImmediate(pump)
  }
}
