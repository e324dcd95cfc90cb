/** Markdown. */
export function table(titles: string[], rows: string[][]): string {
  return [titles, titles.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
