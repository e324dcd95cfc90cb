/** Promise: which letters a typeface has is read from the typeface itself. */

/** By code point, from the table `cmap` of a TrueType file, its format 12 (OpenType 1.9). RangeError where it has none. */
export function lettersOf(file: Buffer): ReadonlySet<number> {
  const table = tableOf(file, 'cmap')
  const count = file.readUInt16BE(table + 2)
  const subtables = Array.from({ length: count }, (_one, place) => table + file.readUInt32BE(table + 8 + 8 * place))
  const wide = subtables.find((at) => file.readUInt16BE(at) === 12)
  if (wide === undefined) throw new RangeError('this typeface has no table of format 12')
  const letters = new Set<number>()
  for (let at = wide + 16, left = file.readUInt32BE(wide + 12); left > 0; at += 12, left--)
    for (let one = file.readUInt32BE(at); one <= file.readUInt32BE(at + 4); one++) letters.add(one)
  return letters
}

function tableOf(file: Buffer, name: string): number {
  const count = file.readUInt16BE(4)
  for (let at = 12; at < 12 + 16 * count; at += 16)
    if (file.toString('latin1', at, at + 4) === name) return file.readUInt32BE(at + 8)
  throw new RangeError(`this typeface has no table ${name}`)
}
