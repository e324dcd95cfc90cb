import type { Source } from './means.ts'
import { count, Wrong } from './report.ts'

const chunk = 1 << 18
/** No line that Candour writes is longer: one entry can name hundreds of thousands of records. */
const longest = 256 * chunk

export interface Read {
  /** What stands behind the last line end; empty when the file ends as it should. */
  rest: string
  lines: number
}

/** Gives each line, without its end, with its number from 1 on; stops where `take` answers false. */
export async function eachLine(
  source: Source,
  take: (line: string, number: number) => boolean,
  onProgress?: (done: number) => void,
): Promise<Read> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let rest = ''
  let number = 0
  for (let at = 0; at < source.size; at += chunk) {
    const until = Math.min(at + chunk, source.size)
    let text: string
    try {
      text = rest + decoder.decode(await source.read(at, until), { stream: until < source.size })
    } catch {
      throw new Wrong('text', `Somewhere after line ${count(number)} there are bytes that are no text (UTF-8).`)
    }
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      number += 1
      if (!take(text.slice(start, end), number)) return { rest: '', lines: number }
      start = end + 1
    }
    rest = text.slice(start)
    if (rest.length > longest) throw new Wrong('text', `Line ${count(number + 1)} is too long.`)
    onProgress?.(until)
  }
  return { rest, lines: number }
}
