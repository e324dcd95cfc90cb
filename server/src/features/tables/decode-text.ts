import { TableRefused, type Encoding } from './table-facts.ts'

const notText =
  'This is not a text file. In Excel or another spreadsheet, save it as CSV (“CSV UTF-8” where there is a choice).'

/**
 * UTF-8 when every byte of it is, UTF-16 by its mark, else Windows-1252, which is what older Windows systems write.
 * Throws TableRefused for what is no text.
 */
export async function guessEncoding(pieces: AsyncIterable<Uint8Array>): Promise<Encoding> {
  const strict = new TextDecoder('utf-8', { fatal: true })
  let encoding: Encoding = 'utf-8'
  let isFirst = true
  for await (const piece of pieces) {
    if (isFirst && piece[0] === 0xff && piece[1] === 0xfe) return 'utf-16le'
    isFirst = false
    if (piece.includes(0)) throw new TableRefused(notText)
    if (encoding === 'utf-8' && !decodes(strict, piece)) encoding = 'windows-1252'
  }
  if (encoding === 'utf-8' && !decodes(strict)) encoding = 'windows-1252'
  return encoding
}

function decodes(strict: TextDecoder, piece?: Uint8Array): boolean {
  try {
    strict.decode(piece, { stream: piece !== undefined })
    return true
  } catch {
    return false
  }
}

/** What is read in one go; others have their turn in between. */
const mostAtOnce = 32 * 1024

/** The text of the bytes, without a byte order mark. */
export async function* decodeText(pieces: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; at += mostAtOnce) {
      const text = decoder.decode(piece.subarray(at, at + mostAtOnce), { stream: true })
      if (text !== '') yield text
    }
  }
  const last = decoder.decode()
  if (last !== '') yield last
}
