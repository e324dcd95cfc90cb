const longestPreview = 140

/**
 * The first words that say something: headings, dates and blank lines are skipped. It ends with a whole sentence or line,
 * never in a dose or a name; a first one that is too long ends between words, with an ellipsis.
 */
export function previewOf(whole: string): string {
  const lines = whole.split('\n').map((line) => line.replace(/^[#\-*\s]+/, '').trim())
  const told = lines.filter((line) => line !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(line)).join(' · ')
  if (told.length <= longestPreview) return told
  const start = told.slice(0, longestPreview + 1)
  const end = Math.max(start.lastIndexOf(' · '), ...['. ', '? ', '; '].map((stop) => start.lastIndexOf(stop) + 1))
  if (end > 20) return start.slice(0, end).trimEnd()
  return `${start.slice(0, start.lastIndexOf(' ')).trimEnd()} …`
}
