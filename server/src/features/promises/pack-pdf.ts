import { showDate, showDay, showDayAndTime, showSize } from '@candour/contract/formatting.ts'
import { promiseStates, type PromiseState } from '@candour/contract/promises.ts'
import { isWholeOnPaper, startPaper, write, type Paper } from '../../platform/paper/paper.ts'
import type { PackContent, PackPromise } from './pack-content.ts'

const [ink, quiet, hairline] = ['#000000', '#555555', '#bbbbbb']
const margin = 48
const right = 595.28 - margin
const width = right - margin
/** Where the state stands in a line, and the column of the text. */
const columns = { text: margin + 36, state: right - 150 }
const foot = 841.89 - 40

/**
 * The pack to read and to print: black on white, trouble first, no picture. One part of it goes out while the next is made; what is
 * in memory at once is these pages, of which there are a few dozen however many files were filed.
 */
export function packPdf(content: PackContent): AsyncIterable<Uint8Array> {
  const { practice, made } = content
  const page = startPaper(
    { margins: { top: margin, left: margin, right: margin, bottom: 64 }, bufferPages: true },
    { title: `Evidence of ${practice.name}`, at: new Date(made.at) },
  )
  head(page, content)
  troubles(page, content)
  for (const group of content.groups) groupOf(page, group)
  files(page, content)
  feet(page, content)
  page.end()
  return page as unknown as AsyncIterable<Uint8Array>
}

function rule(page: Paper, colour: string, weight: number): void {
  page.moveTo(margin, page.y).lineTo(right, page.y).lineWidth(weight).strokeColor(colour).stroke()
}

/** The next part begins on a new page where it would be torn from what it belongs to. */
function room(page: Paper, height: number): void {
  if (page.y + height > foot - 24) page.addPage()
}

function head(page: Paper, content: PackContent): void {
  const { practice, made, kept, of, counts, version, ledger } = content
  write(page, { size: 9, colour: quiet }, `${practice.name}, ${practice.town}`)
  page.moveDown(0.6)
  write(page, { size: 24, bold: true }, `${kept} of ${of} promises are kept`)
  page.moveDown(0.2)
  write(
    page,
    { size: 10 },
    'Each line is a check that runs, the tests of the version that runs, or a document that somebody owns. Nothing is set by hand.',
    { width: 400 },
  )
  page.moveDown(1)
  rule(page, ink, 1)
  page.y += 12
  const states = Object.entries(promiseStates) as [PromiseState, string][]
  const y = page.y
  states.forEach(([state, word], place) => {
    const x = margin + (place * width) / states.length
    write(page, { size: 17, bold: true }, String(counts[state]), { at: [x, y - 2], lineBreak: false })
    write(page, { size: 8.5, colour: quiet }, word, { at: [x, y + 22], lineBreak: false })
  })
  page.x = margin
  page.y = y + 44
  rule(page, hairline, 0.5)
  page.y += 12
  const facts: [string, string][] = [
    ['Made', `${showDayAndTime(made.at)} by ${made.by}, ${made.role}`],
    ['For', `${made.visit}. ${made.reason}`],
    ['Version', version],
    [
      'Ledger',
      `${ledger.entries.toLocaleString('en-GB')} entries${ledger.checkpoint === null ? '' : ', with a signed checkpoint in evidence.json'}`,
    ],
    ['Check it', 'candour verify reads this pack, and says whether any byte of it was changed since it was signed.'],
    ...(isWholeOnPaper(wordsOf(content)) ? [] : [['Letters', lacking] as [string, string]]),
  ]
  for (const [label, words] of facts) {
    const top = page.y
    write(page, { size: 8.5, colour: quiet }, label, { at: [margin, top + 1], width: 60 })
    write(page, { size: 9.5 }, words, { at: [margin + 64, top], width: width - 64 })
    page.x = margin
    page.y += 3
  }
}

const lacking =
  'A letter that the typeface of these pages lacks stands as its number in Unicode, such as [U+4E2D]. evidence.json has each as it is.'

/** All that people wrote. */
function wordsOf({ practice, made, groups }: PackContent): string {
  const filed = groups.flatMap(({ promises }) => promises).map(({ owner, why, evidence }) => [owner, why, evidence])
  return JSON.stringify([practice, made, filed])
}

const isTrouble = ({ state }: PackPromise) => state !== 'kept' && state !== 'not-built'

function troubles(page: Paper, { groups }: PackContent): void {
  const found = groups.flatMap(({ promises }) => promises).filter(isTrouble)
  const [failing, others] = [
    found.filter(({ state }) => state === 'failing'),
    found.filter(({ state }) => state !== 'failing'),
  ]
  const all = [...failing, ...others]
  section(page, all.length === 0 ? 'Nothing fails, and no evidence is missing' : 'What is not well')
  for (const promise of all) line(page, promise, true)
}

function section(page: Paper, title: string, note = ''): void {
  room(page, 70)
  page.y += 20
  const top = page.y
  write(page, { size: 13, bold: true }, title)
  const below = page.y
  if (note !== '')
    write(page, { size: 8.5, colour: quiet }, note, { at: [columns.state, top + 4], width: 150, align: 'right' })
  page.x = margin
  page.y = below + 3
  rule(page, ink, 1)
  page.y += 7
}

function groupOf(page: Paper, { name, promises }: PackContent['groups'][number]): void {
  const kept = promises.filter(({ state }) => state === 'kept').length
  section(page, name, kept === promises.length ? `All ${kept} kept` : `${kept} of ${promises.length} kept`)
  for (const promise of promises) line(page, promise, false)
}

/** @param whole with what happened, instead of what stands behind it */
function line(page: Paper, promise: PackPromise, whole: boolean): void {
  const { id, sentence, state, why, checks, tests, evidence, happened, notCovered, owner, built } = promise
  room(page, 52)
  const top = page.y
  write(page, { size: 8.5, colour: quiet }, id, { at: [margin, top + 1], width: 32 })
  write(page, { size: 9, bold: true }, promiseStates[state], { at: [columns.state, top + 0.5], width: 150 })
  write(page, { size: 8, colour: quiet }, why, { at: [columns.state, page.y + 1], width: 150 })
  const after = page.y
  const column = { width: columns.state - columns.text - 14 }
  write(page, { size: 9.5 }, sentence, { at: [columns.text, top], ...column })
  const details = [
    // Among its group each check says it itself.
    ...(happened === null || (!whole && checks.length > 0) ? [] : [`What happened: ${happened}`]),
    ...(whole
      ? owner === null
        ? []
        : [`Owner: ${owner}`]
      : [
          ...(built.startsWith('in part: ') ? [`How far it is built: ${built.slice(9)}.`] : []),
          ...checks.map(
            (one) =>
              `Live check: ${one.title}. ${one.what}${one.lastRunAt === null ? '' : ` Last run ${showDayAndTime(one.lastRunAt)}.`}`,
          ),
          ...(tests.length === 0 ? [] : [`${tests.length} ${tests.length === 1 ? 'test' : 'tests'} in this version.`]),
          ...evidence
            .slice(0, 1)
            .map(
              (one) =>
                `Evidence: ${one.title}, filed ${showDay(one.at)} by ${one.by}, until ${showDate(one.expiresOn)}.`,
            ),
          ...(state === 'not-built' && built === 'not built' ? [] : [`Not covered: ${notCovered}`]),
        ]),
  ]
  for (const detail of details)
    write(page, { size: 8, colour: quiet }, detail, { at: [columns.text, page.y + 1.5], ...column })
  page.x = margin
  page.y = Math.max(page.y, after) + 6
  rule(page, hairline, 0.5)
  page.y += 6
}

function files(page: Paper, { groups }: PackContent): void {
  const all = groups
    .flatMap(({ promises }) => promises)
    .flatMap(({ id, evidence }) => evidence.map((one) => ({ id, ...one })))
  if (all.length === 0) return
  section(page, 'Filed evidence in this pack')
  for (const { id, title, file, size, sha256, by, at, expiresOn, note } of all) {
    room(page, 60)
    const top = page.y
    const column = { width: width - 36 }
    write(page, { size: 8.5, colour: quiet }, id, { at: [margin, top + 1], width: 32 })
    write(page, { size: 9.5 }, title, { at: [columns.text, top], ...column })
    const facts = `${file}, ${showSize(size)}. Filed ${showDay(at)} by ${by}, until ${showDate(expiresOn)}.${note === '' ? '' : ` ${note}`}`
    write(page, { size: 8, colour: quiet }, facts, { at: [columns.text, page.y + 1.5], ...column })
    write(page, { size: 7.5, colour: quiet }, `SHA-256 ${sha256}`, { at: [columns.text, page.y + 1.5], ...column })
    page.x = margin
    page.y += 5
    rule(page, hairline, 0.5)
    page.y += 6
  }
}

function feet(page: Paper, { practice, made }: PackContent): void {
  const { start, count } = page.bufferedPageRange()
  for (let number = start; number < start + count; number++) {
    page.switchToPage(number)
    // Below the margin, where a text would otherwise begin a new page.
    page.page.margins.bottom = 0
    page.moveTo(margin, foot).lineTo(right, foot).lineWidth(0.5).strokeColor(hairline).stroke()
    const words = `${practice.name} · made ${showDayAndTime(made.at)} by ${made.by}`
    write(page, { size: 7.5, colour: quiet }, words, { at: [margin, foot + 7], lineBreak: false })
    const of = `Page ${number + 1} of ${count}`
    const place = { at: [right - 100, foot + 7], width: 100, align: 'right', lineBreak: false } as const
    write(page, { size: 7.5, colour: quiet }, of, place)
  }
}
