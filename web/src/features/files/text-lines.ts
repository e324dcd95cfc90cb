/** Plain text from elsewhere as headings, lists and paragraphs. Nothing is left out and nothing is changed. */
export type Block =
  | { kind: 'heading'; depth: 1 | 2; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'paragraph'; text: string }

export function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const last = blocks.at(-1)
    const heading = /^(#{1,6})\s+(.*)$/.exec(line)
    const item = /^\s*[-*•]\s+(.*)$/.exec(line)
    if (heading !== null) blocks.push({ kind: 'heading', depth: heading[1] === '#' ? 1 : 2, text: heading[2] ?? '' })
    else if (item !== null) {
      if (last?.kind === 'list') last.items.push(item[1] ?? '')
      else blocks.push({ kind: 'list', items: [item[1] ?? ''] })
    } else if (line.trim() === '') blocks.push({ kind: 'paragraph', text: '' })
    else if (last?.kind === 'paragraph' && last.text !== '') last.text += `\n${line.trim()}`
    else blocks.push({ kind: 'paragraph', text: line.trim() })
  }
  return blocks.filter((block) => block.kind !== 'paragraph' || block.text !== '')
}
