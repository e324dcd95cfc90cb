/** Promise: an aborted stream stops at once, also while its source is silent, and the source is told. */

/** Yields what `source` yields until `signal` aborts; throws its reason then. */
export async function* untilAborted<Item>(
  source: AsyncIterable<Item>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Item> {
  if (signal === undefined) return yield* source
  signal.throwIfAborted()
  const iterator = source[Symbol.asyncIterator]()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const stop = () => reject(signal.reason as Error)
  aborted.catch(() => undefined)
  signal.addEventListener('abort', stop, { once: true })
  let ended = false
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted])
      ended = next.done === true
      if (next.done) return
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', stop)
    // Not awaited: a silent source would answer only after what it waits for.
    if (!ended) void Promise.resolve(iterator.return?.()).catch(() => undefined)
  }
}
