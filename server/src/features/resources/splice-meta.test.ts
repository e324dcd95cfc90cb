import fc from 'fast-check'
import { expect, test } from 'vitest'
import { membersOf } from './json-members.ts'
import { spliceMeta } from './splice-meta.ts'

const stamp = { id: 'new-id', version: 3, lastUpdated: new Date('2026-11-21T10:00:00Z') }
const splice = (text: string) => spliceMeta(Buffer.from(text), stamp).toString()

test('every byte but id and meta stays as it came, number lexemes and odd spacing included', () => {
  const sent =
    '{\n "resourceType" : "Patient" , "id":"old", "x": 1.0, "y":1e2,\t"z": "\\u00e9\\"}{" , "meta":{ "profile":["p"], "versionId":"9" } }\n'
  expect(splice(sent)).toBe(
    '{\n "resourceType" : "Patient" , "id":"new-id", "x": 1.0, "y":1e2,\t"z": "\\u00e9\\"}{" , "meta":{"lastUpdated":"2026-11-21T10:00:00.000Z", "profile":["p"], "versionId":"3" } }\n',
  )
})

test('what is missing is added behind resourceType', () => {
  expect(splice('{"resourceType":"Patient"}')).toBe(
    '{"resourceType":"Patient","id":"new-id","meta":{"versionId":"3","lastUpdated":"2026-11-21T10:00:00.000Z"}}',
  )
  expect(JSON.parse(splice('{"resourceType":"Patient","meta":{}}'))).toMatchObject({
    id: 'new-id',
    meta: { versionId: '3' },
  })
})

const member = fc.record({ key: fc.string(), value: fc.jsonValue() })

test('for any JSON object the result is the object with id and meta set, and splicing again changes nothing', () => {
  const spaced = fc.tuple(fc.uniqueArray(member, { selector: (one) => one.key }), fc.constantFrom(undefined, 1, '\t'))
  fc.assert(
    fc.property(spaced, ([members, space]) => {
      const object = Object.fromEntries([
        ['resourceType', 'Patient'],
        ...members.map(({ key, value }) => [key, value]),
      ]) as Record<string, unknown>
      delete object['__proto__']
      if (typeof object['meta'] !== 'object' || object['meta'] === null || Array.isArray(object['meta']))
        delete object['meta']
      const sent = Buffer.from(JSON.stringify(object, null, space))
      const plain = JSON.parse(sent.toString()) as { meta?: unknown }
      const once = spliceMeta(sent, stamp)
      const meta = {
        ...(plain.meta as object | undefined),
        versionId: '3',
        lastUpdated: '2026-11-21T10:00:00.000Z',
      }
      expect(JSON.parse(once.toString())).toEqual({ ...plain, id: 'new-id', meta })
      expect(spliceMeta(once, stamp)).toEqual(once)
    }),
  )
})

test('members are found with their exact places in any JSON object', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(undefined, 2), (object, space) => {
      const bytes = Buffer.from(JSON.stringify(object, null, space))
      const found = membersOf(bytes).members.map(({ key, valueStart, end }) => [
        key,
        JSON.parse(bytes.toString('utf8', valueStart, end)),
      ])
      expect(found).toEqual(Object.entries(JSON.parse(bytes.toString()) as object))
    }),
  )
})
