import { describe, expect, it } from 'vitest'
import { untilAborted } from './until-aborted.ts'

async function* counting(told: string[] = []): AsyncGenerator<number> {
  try {
    for (let n = 0; n < 3; n++) yield n
  } finally {
    told.push('ended')
  }
}

async function collect(items: AsyncIterable<number>): Promise<number[]> {
  const all: number[] = []
  for await (const item of items) all.push(item)
  return all
}

describe('a stream with a signal', () => {
  it('passes everything on when nothing aborts', async () => {
    const { signal } = new AbortController()
    expect(await collect(untilAborted(counting(), undefined))).toEqual([0, 1, 2])
    expect(await collect(untilAborted(counting(), signal))).toEqual([0, 1, 2])
  })

  it('does not begin when it is aborted already', async () => {
    const reason = new Error('before')
    await expect(collect(untilAborted(counting(), AbortSignal.abort(reason)))).rejects.toBe(reason)
  })

  it('stops between two items and tells the source', async () => {
    const abort = new AbortController()
    const told: string[] = []
    const stream = untilAborted(counting(told), abort.signal)
    expect((await stream.next()).value).toBe(0)
    abort.abort(new Error('enough'))
    await expect(stream.next()).rejects.toThrow('enough')
    expect(told).toEqual(['ended'])
  })

  it('stops while the source is silent', async () => {
    const abort = new AbortController()
    const silent = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) }
    const stream = untilAborted(silent, abort.signal).next()
    abort.abort(new Error('enough'))
    await expect(stream).rejects.toThrow('enough')
  })

  it('tells the source when its reader stops, and passes its errors on', async () => {
    const { signal } = new AbortController()
    const told: string[] = []
    for await (const _ of untilAborted(counting(told), signal)) break
    expect(told).toEqual(['ended'])
    const failing = async function* (): AsyncGenerator<number> {
      throw new Error('broken source')
    }
    await expect(collect(untilAborted(failing(), signal))).rejects.toThrow('broken source')
  })
})
