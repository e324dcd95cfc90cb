import type { Source } from './means.ts'

const chunk = 1 << 18
/** More anchors than days in 250 years are not looked for. */
const most = 100_000

/**
 * The sizes of the trees that the anchors are about, read from the end of the file: they must be known before the entries
 * are, so that one pass over these is enough. Only a hint; every anchor is read properly later.
 */
export async function anchoredSizes(source: Source): Promise<Set<number>> {
  const sizes = new Set<number>()
  let rest = ''
  for (let until = source.size; until > 0 && sizes.size < most; until -= chunk) {
    const from = Math.max(0, until - chunk)
    // Whatever is no text is found later; here every byte is a letter.
    const text = latin(await source.read(from, until)) + rest
    const begin = text.indexOf('\n')
    for (const found of text.slice(begin + 1).matchAll(/^\{"anchor":\{"size":(\d{1,16}),/gm))
      sizes.add(Number(found[1]))
    rest = begin < 0 ? text : text.slice(0, begin)
    if (rest.length > 64 * chunk || text.includes('\n{"nonce":')) break
  }
  return sizes
}

function latin(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return text
}
