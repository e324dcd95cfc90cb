import { expect, it } from 'vitest'
import { nearNames } from './near-names.ts'

const margery = { id: '1', family: 'Ashdowne', given: 'Margery' }
const marjorie = { id: '2', family: 'Ashdown', given: 'Marjorie' }
const leonard = { id: '3', family: 'Ashdowne', given: 'Leonard' }
const twin = { id: '4', family: 'Ashdowne', given: 'Margery' }

it('warns of the same name and of names that look and sound alike, not of relatives', () => {
  expect(nearNames(margery, [margery, marjorie, leonard, twin])).toEqual([marjorie, twin])
})
