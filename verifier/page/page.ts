/** The page: takes files, shows what the verifier says of them. Nothing leaves it; it has no way to. */
import type { Finding, Report } from '../check/report.ts'
import { count, showTime } from '../check/report.ts'
import { verifyFile } from '../check/verify-file.ts'
import { fileSource, pageMeans, whatIsMissing } from './page-means.ts'

const one = <Kind extends Element>(selector: string): Kind => document.querySelector<Kind>(selector)!
const chosen = one<HTMLInputElement>('#file')
const kept = one<HTMLInputElement>('#since')
const area = one<HTMLElement>('#drop')
const result = one<HTMLElement>('#result')
const words = (selector: string) =>
  one<HTMLTextAreaElement>(selector)
    .value.split(/\s+/)
    .filter((word) => word !== '')
const toleranceMs = 300_000
let file: File | null = null
let round = 0

chosen.addEventListener('change', () => take(chosen.files?.[0] ?? null))
for (const name of ['dragenter', 'dragover'])
  area.addEventListener(name, (event) => {
    event.preventDefault()
    area.classList.add('over')
  })
area.addEventListener('dragleave', () => area.classList.remove('over'))
area.addEventListener('drop', (event) => {
  event.preventDefault()
  area.classList.remove('over')
  take(event.dataTransfer?.files[0] ?? null)
})
// A file that misses the area would otherwise be opened in place of this page.
for (const name of ['dragover', 'drop']) window.addEventListener(name, (event) => event.preventDefault())
one('#more').addEventListener('change', () => void check())
void whatIsMissing().then(
  (missing) => missing !== null && say('red', 'stop', 'Nothing can be checked here', [paragraph(missing)]),
)

function take(given: File | null): void {
  if (given === null) return
  file = given
  one('#name').textContent = given.name
  void check()
}

async function check(): Promise<void> {
  if (file === null) return
  round += 1
  const mine = round
  const asked = file
  const bar = element('progress', { max: '100', 'aria-label': 'Read so far' })
  say('ink', 'dots', 'Checking', [bar])
  const onProgress = (done: number, total: number) =>
    bar.setAttribute('value', String(Math.floor((100 * done) / total)))
  const since = [...(kept.files ?? [])].map((before) => ({ name: before.name, source: fileSource(before) }))
  const need = one<HTMLInputElement>('#need').value
  try {
    const witnesses = words('#witnesses')
    const trust = { keys: words('#keys'), witnesses, need: need === '' ? null : Number(need) }
    const report = await verifyFile(pageMeans, fileSource(asked), { ...trust, since, toleranceMs, onProgress })
    if (mine === round) show(report, asked.name)
  } catch (error) {
    if (mine === round) say('red', 'stop', 'This could not be checked', [paragraph((error as Error).message)])
  }
}

const kinds = { bundle: 'bundle', proof: 'proof of an entry', pack: 'evidence pack' }

function show(report: Report, name: string): void {
  const what = report.kind === null ? 'file' : kinds[report.kind]
  const parts: Node[] = [paragraph(name, 'quiet')]
  if (report.problems.length > 0) parts.push(list('What is wrong', report.problems.map(textOf)))
  if (report.shown.length > 0) parts.push(list('What was shown', report.shown))
  if (report.warnings.length > 0) parts.push(list('To look at', report.warnings.map(textOf)))
  if (report.keys.length > 0) parts.push(...keysOf(report))
  if (report.witnesses.length > 0) parts.push(...witnessesOf(report))
  if (report.origin !== null) parts.push(list('The ledger', [report.origin], 'code'))
  if (report.holds) say('green', 'tick', `This ${what} holds`, parts)
  else say('red', 'stop', `This ${what} does not hold`, parts)
}

function keysOf({ keys }: Report): Node[] {
  const isYours = keys.every(({ from }) => from === 'you')
  const heading = isYours ? 'Signed by the key that you gave' : 'Signed by the key that the file brings along'
  const parts: Node[] = [
    list(
      heading,
      keys.map(({ vkey }) => vkey),
      'code',
    ),
  ]
  if (!isYours)
    parts.push(
      paragraph(
        'Whoever made the file chose this key. Compare it with the one that the operator publishes, or give that one above.',
        'amber',
      ),
    )
  return parts
}

function witnessesOf({ witnesses }: Report): Node[] {
  const isYours = witnesses.every(({ from }) => from === 'you')
  const heading = isYours ? 'Seen by the witnesses that you gave' : 'Seen by witnesses that the file itself names'
  return [
    list(
      heading,
      witnesses.map(({ vkey, time }) => `${vkey}, ${showTime(Date.parse(time))}`),
      'code',
    ),
  ]
}

const textOf = ({ what }: Finding) => what
const most = 100

function list(heading: string, lines: readonly string[], kind = ''): HTMLElement {
  const section = element('section', {})
  const items = element('ul', kind === '' ? {} : { class: kind })
  for (const line of lines.slice(0, most)) items.append(element('li', {}, line))
  if (lines.length > most) items.append(element('li', {}, `and ${count(lines.length - most)} more`))
  section.append(element('h3', {}, heading), items)
  return section
}

function paragraph(text: string, kind = ''): HTMLElement {
  return element('p', kind === '' ? {} : { class: kind }, text)
}

function element(name: string, attributes: Record<string, string>, text?: string): HTMLElement {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  if (text !== undefined) made.textContent = text
  return made
}

function say(
  colour: 'green' | 'red' | 'ink',
  icon: 'tick' | 'stop' | 'dots',
  heading: string,
  parts: readonly Node[],
): void {
  const title = element('h2', { class: colour, tabindex: '-1' })
  title.append(one<HTMLTemplateElement>(`#${icon}`).content.cloneNode(true), heading)
  result.replaceChildren(title, ...parts)
  result.hidden = false
}
