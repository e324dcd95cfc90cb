const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** The text of a narrative or an HTML document, markup taken out: nothing of it is ever shown as markup. */
export function xhtmlText(markup: string): string {
  const text = withoutHidden(markup)
    .replace(/<br\s*\/?>|<\/(?:p|div|li|tr|h\d)>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(
      /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,5}));/gi,
      (whole, decimal?: string, hex?: string, name?: string) => {
        if (name !== undefined) return entities[name] ?? whole
        const point = Number.parseInt(decimal ?? hex!, decimal === undefined ? 16 : 10)
        return point > 0x10ffff ? whole : String.fromCodePoint(point)
      },
    )
  let end = text.length
  while (text[end - 1] === '\n') end -= 1
  return text.slice(0, end)
}

/** Scripts, styles and heads hold no words for people. Found by position: one pass, however often they open. */
function withoutHidden(markup: string): string {
  const lower = markup.toLowerCase()
  let kept = ''
  let from = 0
  for (const match of lower.matchAll(/<(script|style|head)[\s>]/g)) {
    if (match.index < from) continue
    const close = lower.indexOf(`</${match[1]}>`, match.index)
    if (close === -1) break
    kept += markup.slice(from, match.index)
    from = close + match[1]!.length + 3
  }
  return kept + markup.slice(from)
}
