import { crc32, deflateSync } from 'node:zlib'

export type Colour = readonly [red: number, green: number, blue: number]

/** Pictures are drawn at this part of the size that they are described in: small to keep, quick to make. */
const part = 0.75

/**
 * A PNG of 8 bits a channel: https://www.w3.org/TR/png-3/
 * @param shade the colour of a pixel, each part 0 to 255; a number is a grey
 */
export function drawPng(
  fullWidth: number,
  fullHeight: number,
  shade: (x: number, y: number) => Colour | number,
): Buffer {
  const [width, height] = [Math.round(fullWidth * part), Math.round(fullHeight * part)]
  const isGrey = typeof shade(0, 0) === 'number'
  const step = isGrey ? 1 : 3
  const rows = Buffer.alloc(height * (width * step + 1))
  let place = 0
  for (let y = 0; y < height; y++) {
    rows[place++] = 0
    for (let x = 0; x < width; x++) {
      const colour = shade(x / part, y / part)
      for (const value of typeof colour === 'number' ? [colour] : colour)
        rows[place++] = value < 0 ? 0 : value > 255 ? 255 : value
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  header[9] = isGrey ? 0 : 2
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    // Level 4 said outright, so that the bytes don't hang on a default.
    chunk('IDAT', deflateSync(rows, { level: 4 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
