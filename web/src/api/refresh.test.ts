import { QueryObserver } from '@tanstack/react-query'
import { afterEach, expect, test } from 'vitest'
import { giveUpReading, readOn } from './client.ts'
import { queries } from './queries.ts'
import { keepAnswer, readAnew } from './refresh.ts'

const key = ['refresh']
const stops: (() => void)[] = []

afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  queries.clear()
})

/** Somebody looks at it; each asking is answered by hand. */
function looked() {
  const asked: ((answer: string) => void)[] = []
  const observer = new QueryObserver<string>(queries, {
    queryKey: key,
    queryFn: () => new Promise((resolve) => asked.push(resolve)),
  })
  stops.push(observer.subscribe(() => undefined))
  return { asked, shown: () => observer.getCurrentResult().data }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20))

test('what was asked before an act and is answered after it does not undo the act on the screen', async () => {
  const { asked, shown } = looked()
  asked[0]!('before')
  await settled()
  void readAnew(key)
  expect(asked).toHaveLength(2)
  keepAnswer(key, 'after')
  asked[1]!('before')
  await settled()
  expect(shown()).toBe('after')
  asked[2]!('after, read again')
  await settled()
  expect(shown()).toBe('after, read again')
})

test('an act is answered before the first reading is: the reading is begun anew', async () => {
  const { asked, shown } = looked()
  keepAnswer(key, 'after')
  asked[0]!('before')
  await settled()
  expect(shown()).toBe('after')
  asked[1]!('after, read')
  await settled()
  expect(shown()).toBe('after, read')
})

test('a change that is told of during the first reading is read', async () => {
  const { asked, shown } = looked()
  const done = readAnew(key)
  asked[0]!('before')
  await settled()
  expect(shown()).toBeUndefined()
  asked[1]!('after')
  await done
  expect(shown()).toBe('after')
})

test('an answer that nobody asked for beside it is kept without another reading', async () => {
  const { asked, shown } = looked()
  asked[0]!('before')
  await settled()
  keepAnswer<string>(key, (before) => `${before} and after`)
  await settled()
  expect([shown(), asked.length]).toEqual(['before and after', 1])
})

test('a change that is told of during a reading that nobody watches is read by whoever asks next', async () => {
  const asked: ((answer: string) => void)[] = []
  const query = { queryKey: key, queryFn: () => new Promise<string>((resolve) => asked.push(resolve)) }
  queries.setQueryData(key, 'long ago')
  const first = queries.fetchQuery({ ...query, staleTime: 0 })
  await readAnew(key)
  const next = queries.fetchQuery({ ...query, staleTime: 60_000 })
  asked[0]!('before')
  asked[1]!('after')
  expect([await first, await next]).toEqual(['long ago', 'after'])
  expect(queries.getQueryData(key)).toBe('after')
})

test('what is answered after its screen was left is not kept, until somebody signs in', () => {
  giveUpReading()
  keepAnswer(key, 'a name')
  expect(queries.getQueryData(key)).toBeUndefined()
  readOn()
  keepAnswer(key, 'a name')
  expect(queries.getQueryData(key)).toBe('a name')
})
