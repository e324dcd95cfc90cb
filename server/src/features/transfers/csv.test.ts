import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'

test('no cell begins like a formula, and quotes and lines stay within their cell', () => {
  const cells = ['=1+1', '+1', '-1', '@x', '\t=1', ' =1', '\r=1', '＝1', 'a"b', 'c\nd', 'plain']
  const text = csvOf(
    ['H'],
    cells.map((cell) => [cell]),
  ).toString()
  expect(text.startsWith('\ufeff"H"\r\n')).toBe(true)
  for (const cell of cells.slice(0, 8)) expect(text).toContain(`"'${cell}"`)
  expect(text).toContain('"a""b"')
  expect(text).toContain('"c\nd"')
  expect(text).toContain('"plain"')
})
