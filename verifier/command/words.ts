import { count, showTime, type Finding, type Report } from '../check/report.ts'

const kinds = { bundle: 'bundle', proof: 'proof of an entry', pack: 'evidence pack' }
const most = 30

/** The report for people: first the answer, then what is behind it. */
export function reportWords(report: Report, file: string, bold: (text: string) => string): string {
  const what = report.kind === null ? 'file' : kinds[report.kind]
  const lines = [bold(report.holds ? `This ${what} holds.` : `This ${what} does not hold.`), `  ${file}`]
  if (report.origin !== null) lines.push(`  ${report.origin}`)
  lines.push('', ...findings(report.problems), ...report.shown.map((text) => `  ${text}`))
  if (report.warnings.length > 0) lines.push('', 'To look at', ...findings(report.warnings))
  lines.push(...keyWords(report), ...witnessWords(report))
  return `${lines.join('\n').trimEnd()}\n`
}

function findings(all: readonly Finding[]): string[] {
  const words = all.slice(0, most).map(({ what }) => `  ${what}`)
  if (all.length > most) words.push(`  and ${count(all.length - most)} more; --json prints all of them`)
  return words
}

function keyWords({ keys }: Report): string[] {
  if (keys.length === 0) return []
  const isYours = keys.every(({ from }) => from === 'you')
  const heading = isYours ? 'Signed by the key that you gave' : 'Signed by the key that the file brings along'
  const advice = isYours
    ? []
    : [
        '  Whoever made the file chose it. Compare it with the one that the operator publishes, or give that one with --key.',
      ]
  return ['', heading, ...keys.map(({ vkey }) => `  ${vkey}`), ...advice]
}

function witnessWords({ witnesses }: Report): string[] {
  if (witnesses.length === 0) return []
  const isYours = witnesses.every(({ from }) => from === 'you')
  const heading = isYours ? 'Seen by the witnesses that you gave' : 'Seen by witnesses that the file itself names'
  return ['', heading, ...witnesses.map(({ vkey, time }) => `  ${vkey}, ${showTime(Date.parse(time))}`)]
}
