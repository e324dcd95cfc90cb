import { expect, test } from 'vitest'
import { askTogether } from './ask-together.ts'
import type { Standing, Statement } from './statement.ts'

type Row = { place: number; said: string }
const question: Statement<Row> = { name: 'question', text: '' }
const other: Statement<Row> = { name: 'other', text: '' }
const at = (practice: string, role: Standing['role'] = 'own'): Standing => ({ role, practice })

/** Answers each place twice, backwards, with the practice and what was asked. */
function wire() {
  const sent: string[] = []
  const together = askTogether(
    async <R>(standing: Standing, statement: Statement<R>, parameters: readonly unknown[]) => {
      const [practice, asked] = parameters as [string, string[]]
      sent.push(`${standing.role} ${practice} ${statement.name} ${asked.join()}`)
      if (asked.includes('broken')) throw new Error('broken')
      const rows = asked.map((one, place) => ({ place: place + 1, said: `${standing.practice} ${one}` }))
      return [...rows, ...rows].toReversed() as R[]
    },
  )
  return { sent, together }
}
const words = (rows: Row[]) => rows.map(({ said }) => said)

test('P01 those who ask the same share a statement and get their own rows; practices and roles never share', async () => {
  const { sent, together } = wire()
  const answers = [
    together.ask(at('a'), question, ['one']),
    together.ask(at('b'), question, ['two']),
    together.ask(at('a'), question, ['three']),
    together.ask(at('a', 'application'), question, ['four']),
    together.ask(at('a'), other, ['five']),
  ]
  together.flush()
  expect((await Promise.all(answers)).map((rows) => words(rows))).toEqual([
    ['a one', 'a one'],
    ['b two', 'b two'],
    ['a three', 'a three'],
    ['a four', 'a four'],
    ['a five', 'a five'],
  ])
  expect(sent).toEqual([
    'own a question one,three',
    'own b question two',
    'application a question four',
    'own a other five',
  ])
})

test('a statement that fails fails those who shared it alone, and the next one is asked afresh', async () => {
  const { sent, together } = wire()
  const failed = Promise.allSettled([
    together.ask(at('a'), question, ['one']),
    together.ask(at('a'), question, ['broken']),
    together.ask(at('b'), question, ['two']),
  ])
  together.flush()
  expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  const again = together.ask(at('a'), question, ['one'])
  together.flush()
  expect(words(await again)).toEqual(['a one', 'a one'])
  together.flush()
  expect(sent).toHaveLength(3)
})
