import { showCount, showSize } from '@candour/contract/formatting.ts'
import type { RefusedLine, TypeCount } from '@candour/contract/transfers.ts'
import { totalOf } from '../features/transfers/count-types.ts'
import type { Terminal } from './terminal.ts'

const columns = ['new', 'changed', 'there already', 'refused']

/** What would happen, or has happened, by type. */
export function countsTable(counts: readonly TypeCount[], { bold, dim }: Terminal): string {
  const total = { type: 'All', ...totalOf(counts) }
  const first = Math.max(18, ...counts.map(({ type }) => type.length)) + 2
  const line = (head: string, cells: string[]) =>
    `  ${head.padEnd(first)}${cells.map((cell, place) => cell.padStart((columns[place]!.length > 8 ? 13 : 8) + 2)).join('')}`
  const row = ({ type, created, updated, unchanged, refused }: TypeCount) =>
    line(
      type,
      [created, updated, unchanged, refused].map((count) => (count === 0 ? '-' : showCount(count))),
    )
  return [dim(line('', columns)), ...counts.map(row), bold(row(total))].join('\n')
}

const shown = 10

/** The first refused lines, with how many more there are. */
export function refusedWords(lines: readonly RefusedLine[]): string {
  const words = lines.slice(0, shown).map(({ file, line, location, reason }) => {
    const where = location === '' ? '' : `${location}: `
    return `  ${file}:${line}  ${where}${reason}`
  })
  if (lines.length > shown)
    words.push(`  and ${showCount(lines.length - shown)} more; --refused <file.csv> writes all of them`)
  return words.join('\n')
}

export function referenceWords({ found, resolved }: { found: number; resolved: number }): string {
  if (found === 0) return ''
  const left = found - resolved
  return (
    `  ${showCount(found)} references search by an identifier. ` +
    (left === 0
      ? 'All of them name one resource of this import.'
      : `${showCount(resolved)} name one resource of this import; ${showCount(left)} stay as they are.`)
  )
}

/** Says how far it is, how fast, and how long it still takes, by what was done since it began. */
export function progressOf(terminal: Terminal, what: string, unit: 'bytes' | 'resources' | 'rows') {
  const began = performance.now()
  let first: number | null = null
  return (done: number, total: number): void => {
    first ??= done
    const seconds = (performance.now() - began) / 1000
    const rate = (done - first) / Math.max(seconds, 0.001)
    terminal.tell({ event: 'progress', what, done, total, seconds: Math.round(seconds) })
    const speed = seconds < 1 ? '' : `  ${amount(Math.round(rate), unit)}/s`
    if (total === 0) return terminal.progress(`${what}  ${amount(done, unit)}${speed}`)
    const share = Math.min(1, done / total)
    const left = seconds < 1 || rate === 0 || share === 1 ? '' : `  ${timeLeft((total - done) / rate)} left`
    const bar = '█'.repeat(Math.floor(share * 20)).padEnd(20, '░')
    terminal.progress(`${what}  ${bar}  ${Math.floor(share * 100)}%${speed}${left}`)
  }
}

function amount(count: number, unit: 'bytes' | 'resources' | 'rows'): string {
  return unit === 'bytes' ? showSize(count) : `${showCount(count)} ${unit}`
}

function timeLeft(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}
