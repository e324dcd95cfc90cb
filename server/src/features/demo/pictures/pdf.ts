export interface PdfLine {
  text: string
  /** Points; 11 unless given. */
  size?: number
  bold?: boolean
}

/** One A4 page of text in Helvetica, which every reader has: ISO 32000-1. Lines that don't fit are a mistake and throw. */
export function writePdf(title: string, lines: readonly PdfLine[]): Buffer {
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

/** The fonts that every reader has know Latin-1; other letters lose their marks. */
function literal(text: string): string {
  const known = text
    .replace(/[łŁ]/g, (letter) => (letter === 'ł' ? 'l' : 'L'))
    .replace(/ı/g, 'i')
    .replace(/’/g, "'")
    .replace(/[^\u0020-\u00ff]/g, (letter) => letter.normalize('NFD').replace(/[^\u0020-\u007e]/g, ''))
  return `(${known.replace(/[\\()]/g, '\\$&')})`
}
