/** The readable part of an export: plain pages that open without a network and print well. */
import { showCount, showDate, showDayAndTime, showName } from '@candour/contract/formatting.ts'
import { isNhsNumber, showNhsNumber } from '@candour/contract/nhs-number.ts'

export interface PagePerson {
  path: string
  family: string
  given: string
  title: string
  birthDate: string
  nhsNumber: string | null
}

export interface PageEntry {
  /** YYYY-MM-DD, or less, or nothing. */
  at: string
  kind: string
  title: string
  sections: { heading: string; text: string }[]
  /** Path of its contents within the export. */
  file: string | null
}

export interface ExportHead {
  practice: string
  /** ISO 8601. */
  at: string
  by: string
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as it stands in a page. */
export function html(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => escapes[sign]!)
}

const style = `
:root { color-scheme: light }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.5rem 4rem; background: #f6f3ec; color: #1b1a17;
  font: 1rem/1.5 "Atkinson Hyperlegible Next", "Segoe UI", system-ui, sans-serif; font-variant-numeric: tabular-nums }
h1 { font-size: 1.75rem; line-height: 1.3; margin: 0; font-weight: 600 }
p.lead { color: #47443c; margin: .25rem 0 2rem }
table { border-collapse: collapse; width: 100% }
th { text-align: left; font-weight: 500; font-size: .8rem; color: #656055; border-bottom: 1px solid #1b1a17; padding: .4rem .8rem .4rem 0 }
td { border-bottom: 1px solid #ddd7ca; padding: .5rem .8rem .5rem 0; vertical-align: top }
td.fixed, .banner b { white-space: nowrap }
a { color: #0f5e66 }
.banner { border-top: 2px solid #1b1a17; border-bottom: 1px solid #ddd7ca; padding: .75rem 0; margin: 1rem 0 2rem }
article { border-top: 1px solid #ddd7ca; padding: 1rem 0; break-inside: avoid }
article h2 { font-size: 1.05rem; margin: 0; font-weight: 600 }
article h3 { font-size: .95rem; margin: .75rem 0 0; font-weight: 600 }
.quiet { color: #656055; font-size: .85rem }
pre { font: inherit; white-space: pre-wrap; margin: .25rem 0 0; max-width: 40rem }
@media print { body { background: #fff; padding: 0; max-width: none } a { color: inherit } nav { display: none } }
`

/** A page that opens without a network. @param body HTML */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self'">
<title>${html(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`
}

function nhsWords(nhsNumber: string | null): string {
  if (nhsNumber === null || nhsNumber === '') return 'not recorded'
  return isNhsNumber(nhsNumber) ? showNhsNumber(nhsNumber) : nhsNumber
}

function bornWords(birthDate: string): string {
  return birthDate === '' ? 'not recorded' : showDate(birthDate)
}

/** The first page, in pieces: it may have very many people. */
export function* pageOfPractice(
  head: ExportHead,
  people: readonly (PagePerson & { entries: number })[],
): Generator<string> {
  const rows = (person: PagePerson & { entries: number }) =>
    `<tr><td><a href="${html(person.path)}">${html(showName(person) || 'Name not recorded')}</a></td>` +
    `<td class="fixed">${html(bornWords(person.birthDate))}</td><td class="fixed">${html(nhsWords(person.nhsNumber))}</td>` +
    `<td class="fixed">${showCount(person.entries)}</td></tr>\n`
  const [before, after] = page(
    `Records of ${head.practice}`,
    `<h1>Records of ${html(head.practice)}</h1>
<p class="lead">${people.length === 1 ? 'One patient' : `${showCount(people.length)} patients`}, exported on ${html(showDayAndTime(head.at))} by ${html(head.by)}.
The whole record is beside this page as FHIR R4, one file a type; <a href="manifest.json">manifest.json</a> lists every file with its SHA-256.</p>
<table><thead><tr><th>Patient</th><th>Born</th><th>NHS number</th><th>Entries</th></tr></thead><tbody>
\u0000</tbody></table>`,
  ).split('\u0000') as [string, string]
  yield before
  for (const person of people) yield rows(person)
  yield after
}

export function pageOfPatient(person: PagePerson, entries: readonly PageEntry[]): string {
  const name = showName(person) || 'Name not recorded'
  return page(
    name,
    `<nav><a href="../index.html">All patients</a></nav>
<div class="banner"><h1>${html(name)}</h1>
<div>Born <b>${html(bornWords(person.birthDate))}</b> · NHS number <b>${html(nhsWords(person.nhsNumber))}</b></div></div>
${entries.length === 0 ? '<p>Nothing else is recorded.</p>' : entries.map(articleOf).join('\n')}`,
  )
}

function articleOf({ at, kind, title, sections, file }: PageEntry): string {
  const when = /^\d{4}(-\d{2}){0,2}$/.test(at) ? showDate(at) : ''
  const facts = [kind, when].filter((word) => word !== '').join(' · ')
  const text = sections
    .map(({ heading, text: words }) => `${heading === '' ? '' : `<h3>${html(heading)}</h3>`}<pre>${html(words)}</pre>`)
    .join('')
  const link = file === null ? '' : `<p><a href="../${html(file)}">Open the file</a></p>`
  return `<article><h2>${html(title || kind)}</h2><div class="quiet">${html(facts)}</div>${text}${link}</article>`
}
