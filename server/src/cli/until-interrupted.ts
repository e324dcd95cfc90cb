/** Aborted by the first Ctrl-C (or SIGTERM), which lets the work in hand come to its end; a second ends the process. */
export function untilInterrupted(say: () => void): AbortSignal {
  const stop = new AbortController()
  let since = 0
  const interrupt = () => {
    // npm and the terminal both pass on one Ctrl-C.
    if (stop.signal.aborted && performance.now() - since > 300) process.exit(130)
    if (stop.signal.aborted) return
    since = performance.now()
    say()
    stop.abort(new Interrupted())
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt)
  return stop.signal
}

export class Interrupted extends Error {
  override name = 'Interrupted'
}
