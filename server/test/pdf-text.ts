/** The text of a PDF that Candour wrote, piece after piece as it was written, each a line. No program needs to be installed for it. */
import { inflateSync } from 'node:zlib'

interface Part {
  head: string
  body: string
}

export function textOfPdf(pdf: Buffer): string {
  const parts = partsOf(pdf)
  const letters = new Map<string, Map<string, string>>()
  for (const { head } of parts.values())
    for (const [, name, font] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = /\/ToUnicode (\d+) /.exec(parts.get(font!)?.head ?? '')?.[1]
      if (map !== undefined) letters.set(name!, lettersOf(parts.get(map)!.body))
    }
  return [...parts.values()].flatMap(({ body }) => piecesOf(body, letters)).join('\n')
}

function partsOf(pdf: Buffer): Map<string, Part> {
  const objects = pdf
    .toString('latin1')
    .matchAll(/(\d+) 0 obj\r?\n(.*?)(?:stream\r?\n(.*?)\r?\nendstream)?\r?\nendobj/gs)
  return new Map(
    [...objects].map(([, number, head, stream]) => {
      const isText = stream !== undefined && !head!.includes('/Image')
      const bytes = Buffer.from(isText ? stream : '', 'latin1')
      const body = isText && head!.includes('/FlateDecode') ? inflateSync(bytes) : bytes
      return [number!, { head: head!, body: body.toString('latin1') }]
    }),
  )
}

/** By the number of a glyph, in hexadecimal, what it stands for. */
function lettersOf(map: string): Map<string, string> {
  const letters = new Map<string, string>()
  for (const [, first, all] of map.matchAll(/<(\w+)> <\w+> \[(.*?)\]/gs))
    for (const [place, [, code]] of [...all!.matchAll(/<([\w ]*)>/g)].entries()) {
      const utf16 = Buffer.from(code!.replaceAll(' ', ''), 'hex').swap16().toString('utf16le')
      letters.set((Number.parseInt(first!, 16) + place).toString(16).padStart(4, '0'), utf16)
    }
  return letters
}

function piecesOf(body: string, letters: Map<string, Map<string, string>>): string[] {
  return [...body.matchAll(/\/(F\d+) [\d.]+ Tf(.*?)\s+ET/gs)].map(([, font, shown]) => {
    const plain = /\((.*)\) Tj$/.exec(shown!)?.[1]
    if (plain !== undefined) return plain.replace(/\\(.)/g, '$1').replaceAll('\u0092', '’')
    const glyphs = [...shown!.matchAll(/<(\w+)>/g)].flatMap(([, run]) => run!.match(/.{4}/g) ?? [])
    return glyphs.map((glyph) => letters.get(font!)?.get(glyph) ?? '\uFFFD').join('')
  })
}
