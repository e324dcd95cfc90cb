/** A file that the server sends as it makes it: counted while it comes, and stopped when nobody waits for it any more. */
import { asSupport } from './as-support.ts'
import { currentCsrf, LostNetwork, noticeEnd, readError } from './client.ts'
import { answered, lost } from './connection.ts'

/** Parts are handed to the browser, which keeps large ones on disk. */
const partBytes = 8 * 1024 ** 2
const newline = 10

/** Throws `ApiError` for what the server refused, `LostNetwork` when it broke off: half a file is none. */
export async function takeOut(
  path: string,
  body: object,
  { signal, onLines }: { signal: AbortSignal; onLines: (lines: number) => void },
): Promise<Blob> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-candour-csrf': currentCsrf(), ...asSupport() },
      credentials: 'same-origin',
      body: JSON.stringify(body),
      signal,
    })
    answered()
    if (!response.ok) {
      const error = await readError(response)
      noticeEnd(error, path)
      throw error
    }
    return await collect(response, onLines)
  } catch (error) {
    if (!(error instanceof TypeError) || signal.aborted) throw error
    lost()
    throw new LostNetwork()
  }
}

async function collect(response: Response, onLines: (lines: number) => void): Promise<Blob> {
  const whole: Blob[] = []
  let parts: Uint8Array<ArrayBuffer>[] = []
  let [size, lines] = [0, 0]
  const reader = response.body!.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value)
    size += next.value.length
    for (const byte of next.value) if (byte === newline) lines++
    onLines(lines)
    if (size < partBytes) continue
    whole.push(new Blob(parts))
    parts = []
    size = 0
  }
  return new Blob([...whole, ...parts], { type: response.headers.get('content-type') ?? '' })
}
