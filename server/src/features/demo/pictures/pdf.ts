import { startPaper, write } from '../../../platform/paper/paper.ts'

export interface PdfLine {
  text: string
  /** Points; 11 unless given. */
  size?: number
  bold?: boolean
}

/**
 * One A4 page of text. Lines that don't fit are a mistake and throw. A demonstration has dozens of them and is waited for, so the
 * typeface is brought along only where the one that every reader has lacks a letter.
 */
export function writePdf(title: string, lines: readonly PdfLine[]): Buffer {
  return [title, ...lines.map(({ text }) => text)].every(isPlain) ? plainPdf(title, lines) : wholePdf(title, lines)
}

/** Latin-1, and the apostrophe. */
const isPlain = (text: string) => /^[\u0020-\u007e\u00a0-\u00ff’]*$/.test(text)

function wholePdf(title: string, lines: readonly PdfLine[]): Buffer {
  const paper = startPaper({ margin: 0, compress: false }, { title, at: new Date(0) })
  let bottom = 842 - 780
  for (const { text, size = 11, bold = false } of lines) {
    bottom += size + 4
    if (bottom > 842 - 40) throw new RangeError('this letter is longer than its page')
    if (text !== '') write(paper, { size, bold }, text, { at: [64, bottom - size], lineBreak: false })
  }
  paper.end()
  return Buffer.concat([...partsOf(paper)])
}

/** Without compression all of it is there at once. */
function* partsOf(paper: ReturnType<typeof startPaper>): Generator<Buffer> {
  for (let part = paper.read(); part !== null; part = paper.read()) yield part as Buffer
}

/** In Helvetica, which every reader has: ISO 32000-1. */
function plainPdf(title: string, lines: readonly PdfLine[]): Buffer {
  let [content, top] = ['', 780]
  for (const { text, size = 11, bold = false } of lines) {
    top -= size + 4
    if (top < 40) throw new RangeError('this letter is longer than its page')
    if (text !== '') content += `BT /${bold ? 'F2' : 'F1'} ${size} Tf 64 ${top} Td ${literal(text)} Tj ET\n`
  }
  const font = (name: string) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}endstream`,
    font('Helvetica'),
    font('Helvetica-Bold'),
    `<< /Title ${literal(title)} >>`,
  ]
  let file = '%PDF-1.7\n'
  const places = objects.map((object, place) => {
    const at = file.length
    file += `${place + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = file.length
  const rows = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 7 0 R >>\nstartxref\n${table}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}

function literal(text: string): string {
  return `(${text.replaceAll('’', '\u0092').replace(/[\\()]/g, '\\$&')})`
}
