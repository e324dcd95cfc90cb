import { expect, it } from 'vitest'
import { blocksOf } from './text-lines.ts'

it('reads headings, lists and paragraphs out of plain text', () => {
  expect(
    blocksOf('1987-11-19\n\n# Chief Complaint\n- Cough\n- Fever\n\n\n# History\nSumiko\n is 60.\n\n## Plan\nRest'),
  ).toEqual([
    { kind: 'paragraph', text: '1987-11-19' },
    { kind: 'heading', depth: 1, text: 'Chief Complaint' },
    { kind: 'list', items: ['Cough', 'Fever'] },
    { kind: 'heading', depth: 1, text: 'History' },
    { kind: 'paragraph', text: 'Sumiko\nis 60.' },
    { kind: 'heading', depth: 2, text: 'Plan' },
    { kind: 'paragraph', text: 'Rest' },
  ])
})
