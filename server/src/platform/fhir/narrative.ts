/**
 * Promise: a narrative is what https://hl7.org/fhir/R4/narrative.html allows (txt-1, txt-2): one XHTML div of plain markup
 * with something in it, well formed, and nothing that runs, loads or posts. Read once, from the left to the right.
 */
const elements = new Set(
  'a abbr acronym address area b bdo big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img kbd li map ol p pre q s samp small span strong sub sup table tbody td tfoot th thead tr tt u ul var'.split(
    ' ',
  ),
)
const attributes = new Set(
  'abbr accesskey align alt axis bgcolor border cellpadding cellspacing char charoff cite class color colspan compact coords dir frame headers height href hspace id lang longdesc name nohref noshade nowrap rel rev rowspan rules scope shape size span src start style summary tabindex target title type usemap valign value vspace width xml:lang xml:space xmlns'.split(
    ' ',
  ),
)
const deepest = 200
const name = /[A-Za-z][A-Za-z0-9:-]*/y
const attribute = /\s+([A-Za-z_][\w:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y
const opening = /\s*(\/?)>/y
const closing = /\s*>/y
const reference = /&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});/y

/** What is wrong, as the end of a sentence; null when nothing is. */
export function narrativeProblem(xhtml: string): string | null {
  const open: string[] = []
  let place = skipSpace(xhtml, 0)
  let isFilled = false
  if (!/^<(?:\w+:)?div[\s>/]/.test(xhtml.slice(place, place + 64))) return 'must be one XHTML <div>.'
  while (place < xhtml.length) {
    if (xhtml[place] !== '<') {
      const end = nextTag(xhtml, place)
      const said = xhtml.slice(place, end)
      if (open.length === 0) return said.trim() === '' ? null : 'must end with its </div>.'
      isFilled ||= /\S/.test(said)
      if (hasLooseAmpersand(said)) return 'has an & that is no character reference: write &amp;.'
      place = end
    } else if (xhtml.startsWith('<!--', place)) {
      const end = xhtml.indexOf('-->', place + 4)
      if (end < 0) return 'has a comment that does not end.'
      place = end + 3
    } else if (xhtml[place + 1] === '/') {
      const tag = match(name, xhtml, place + 2)
      const end = match(closing, xhtml, place + 2 + (tag?.[0].length ?? 0))
      if (tag === null || end === null || open.pop() !== tag[0])
        return 'is not well formed: a tag is closed that is not open.'
      place = closing.lastIndex
      if (open.length === 0 && xhtml.slice(place).trim() !== '') return 'must end with its </div>.'
      if (open.length === 0) return isFilled ? null : 'must say something: text or an image.'
    } else {
      const tag = match(name, xhtml, place + 1)?.[0]
      if (tag === undefined) return 'is not well formed: a < that opens no tag; write &lt;.'
      if (!elements.has(tag.replace(/^(?:x?html?):/, ''))) return `must not have <${tag.slice(0, 20)}>.`
      place = name.lastIndex
      for (let found = match(attribute, xhtml, place); found; found = match(attribute, xhtml, place)) {
        const refused = attributeProblem(found[1]!, found[2] ?? found[3]!)
        if (refused !== null) return refused
        place = attribute.lastIndex
      }
      const end = match(opening, xhtml, place)
      if (end === null) return `is not well formed within <${tag.slice(0, 20)}>.`
      place = opening.lastIndex
      isFilled ||= tag === 'img'
      if (end[1] === '') open.push(tag)
      if (open.length === 0) return 'must say something: text or an image.'
      if (open.length > deepest) return `is nested deeper than ${deepest} tags.`
    }
  }
  return 'is not well formed: a tag is not closed.'
}

function attributeProblem(key: string, value: string): string | null {
  if (!attributes.has(key) && !key.startsWith('xmlns:') && !key.startsWith('data-') && !key.startsWith('aria-')) {
    return `must not have the attribute ${key.slice(0, 20)}.`
  }
  if (hasLooseAmpersand(value)) return 'has an & that is no character reference: write &amp;.'
  if (key === 'href' || key === 'src' || key === 'cite' || key === 'longdesc') {
    // A scheme is told by its colon; spaces, control characters and character references hide one from a plain look.
    const head = value.split(/[/?#:]/, 1)[0]!
    if (/[&\s\u0000-\u001f]/.test(head)) return 'must not link to an address with spaces or & in its scheme.'
    const isAllowed = /^(https?|mailto|tel|cid|urn|ftp)$/i.test(head) || (key === 'src' && /^data$/i.test(head))
    if (value[head.length] === ':' && !isAllowed) return `must not link to ${head.slice(0, 20)}: addresses.`
  }
  if (key === 'style' && /expression\s*\(|javascript:|@import|-moz-binding|behaviou?r\s*:/i.test(value)) {
    return 'must not have styles that run.'
  }
  return null
}

function hasLooseAmpersand(text: string): boolean {
  for (let place = text.indexOf('&'); place >= 0; place = text.indexOf('&', place + 1)) {
    if (match(reference, text, place) === null) return true
  }
  return false
}

function match(pattern: RegExp, text: string, place: number): RegExpExecArray | null {
  pattern.lastIndex = place
  return pattern.exec(text)
}

function nextTag(text: string, place: number): number {
  const next = text.indexOf('<', place)
  return next < 0 ? text.length : next
}

function skipSpace(text: string, place: number): number {
  let at = place
  while (at < text.length && /\s/.test(text[at]!)) at++
  return at
}
