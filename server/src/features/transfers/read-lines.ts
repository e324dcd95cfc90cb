export interface Line {
  /** Without the line's end; null when it is longer than `longest`. */
  bytes: Buffer | null
  /** Offset of the line after it. */
  next: number
}

const newline = 0x0a

/** Lines of a stream that begins at `offset` of its file. A longer one than `longest` bytes is passed over, not gathered. */
export async function* readLines(
  pieces: AsyncIterable<Uint8Array>,
  offset: number,
  longest: number,
): AsyncGenerator<Line> {
  let parts: Buffer[] = []
  let length = 0
  let place = offset
  const take = (): Buffer | null => {
    const bytes = length > longest ? null : parts.length === 1 ? parts[0]! : Buffer.concat(parts)
    parts = []
    length = 0
    return bytes
  }
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
    let start = 0
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
      parts.push(bytes.subarray(start, end))
      length += end - start
      place += end + 1 - start
      start = end + 1
      yield { bytes: take(), next: place }
    }
    if (start === bytes.length) continue
    length += bytes.length - start
    place += bytes.length - start
    // What a piece shares its memory with may be used again by whoever reads.
    if (length <= longest) parts.push(Buffer.from(bytes.subarray(start)))
    else parts = []
  }
  if (length > 0) yield { bytes: take(), next: place }
}
