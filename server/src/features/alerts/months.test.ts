import { expect, test } from 'vitest'
import { monthsTable } from '../../../test/months-table.ts'
import { randomPeople } from '../../../test/random-people.ts'
import { peopleKnown } from '../directory/people-known.ts'
import type { Person } from '../directory/person.ts'
import { Resident } from '../directory/resident.ts'
import { acquaint, type MemberNamed } from './acquaintance.ts'

test('P48 B8 in ordinary months of nine people there is less than one false alarm per member and week, and planted misuse is noticed', async () => {
  const { alarms, memberWeeks, noticed } = await monthsTable('suite', 3)
  const false_ = Object.values(alarms).reduce((sum, count) => sum + count, 0)
  expect(false_ / memberWeeks).toBeLessThan(1)
  const { 'one look at a stranger': look, 'one stranger, read through': read, ...meant } = noticed
  for (const kind of ['one’s own record', 'somebody at home', 'a colleague'])
    expect([kind, noticed[kind]!.noticed]).toEqual([kind, noticed[kind]!.planted])
  expect(noticed['a family, one after the other: six looks in four weeks']!.noticed).toBeGreaterThanOrEqual(2)
  const rows = Object.values(meant)
  const planted = rows.reduce((sum, row) => sum + row.planted, 0)
  expect(rows.reduce((sum, row) => sum + row.noticed, 0) / planted).toBeGreaterThanOrEqual(0.8)
  // One look at somebody with whom nothing connects them is nothing that could be told from work.
  expect([look!.noticed, read!.noticed]).toEqual([0, 0])
})

const person = (id: string, more: Partial<Person>): Person => ({
  id,
  family: 'Thackrah',
  given: 'Ann',
  title: '',
  birthDate: '1960-01-01',
  sex: 'female',
  nhsNumber: null,
  phone: null,
  postcode: null,
  email: null,
  ...more,
})
const member = (name: string, email = 'a@example.org') => ({ member: 'm', name, email })

async function tiesOf(who: MemberNamed, ...people: Person[]) {
  const resident = new Resident()
  await resident.apply(new Map([...randomPeople(900), ...people].map((one) => [one.id, one])))
  const known = acquaint(
    [who, { member: 'other', name: 'Bea Colleague', email: 'bea@example.org' }],
    peopleKnown(resident),
  )
  return people.map(({ id }) => known.tiesOf('m', id))
}

test('B8 one’s own record is known by email and given name, or by the whole name; a family’s common email is not enough', async () => {
  const ann = person('p1', { email: 'A@Example.org ' })
  const husband = person('p2', { given: 'Carl', email: 'a@example.org' })
  expect(await tiesOf(member('Dr Ann Thackrah'), ann, husband)).toEqual([['own'], ['email', 'surname']])
  expect(await tiesOf(member('Ann Thackrah', 'work@example.org'), person('p1', {}))).toEqual([['namesake']])
  const four = ['p1', 'p2', 'p3', 'p4'].map((id) => person(id, {}))
  expect((await tiesOf(member('Ann Thackrah', 'work@example.org'), ...four)).flat()).not.toContain('namesake')
})

test('B8 a surname counts where it is rare here and in the country; a double one, with accents, is compared whole', async () => {
  const of = (name: string, family: string) => tiesOf(member(name), person('p1', { family, given: 'Xavi' }))
  expect(await of('Mr Ann Thackrah', 'THACKRAH')).toEqual([['surname']])
  expect(await of('Ann Smith', 'Smith')).toEqual([[]])
  expect(await of('Ann van den Bërg', 'Van den Berg')).toEqual([['surname']])
  expect(await of('Ann Thackrah-Okoro', 'Thackrah Okoro')).toEqual([['surname']])
  expect(await of('Ann Thackrah', 'Thackrah-Okoro')).toEqual([[]])
  expect(await of('Thackrah Jones', 'Thackrah')).toEqual([[]])
})

test('B8 address, telephone and postcode count against the member’s own record; who works here is a colleague', async () => {
  const home = { postcode: 'BS1 4ND', house: '14', phone: '07700 900123' }
  const own = person('own', { ...home, email: 'a@example.org' })
  const ties = await tiesOf(
    member('Ann Thackrah'),
    own,
    person('p1', { family: 'Zim', ...home, phone: null }),
    person('p2', { family: 'Zim', phone: '+44 7700 900123' }),
    person('p3', { family: 'Zim', postcode: 'BS1 4ND', house: '12' }),
    person('p4', { family: 'Zim', postcode: 'BS1 4NE', house: '14', watched: true }),
    person('p5', { family: 'Zim', given: 'Bea', email: 'bea@example.org' }),
  )
  expect(ties).toEqual([['own'], ['home'], ['home'], ['neighbour'], ['watched'], ['colleague']])
})

const saying = (said: { family: string; birthDate: string; nhsNumber?: string }, name = 'Ann Thackrah') => ({
  ...member(name),
  ownRecord: { nhsNumber: null, by: 'm', at: '2026-11-22T10:00:00Z', ...said },
})

test('B8 one’s own record is known by what was said of it, under whatever name and email; of twins it is the one with the given name', async () => {
  const home = { postcode: 'BS1 4ND', house: '14' }
  const married = person('p1', { family: 'Okoro', given: 'Annie', birthDate: '1960-04-05', ...home })
  const child = person('p2', { family: 'Okoro', given: 'Zim', ...home })
  const said = { family: 'ÖKORO', birthDate: '1960-04-05' }
  expect(await tiesOf(saying(said), married, child)).toEqual([['said'], ['home']])
  expect(await tiesOf(saying({ ...said, birthDate: '1960-04-06' }), married, child)).toEqual([[], []])
  const twins = ['Ann', 'Carl', 'Ann'].map((given, at) => person(`p${at}`, { given, ...said }))
  expect(await tiesOf(saying(said), twins[0]!, twins[1]!)).toEqual([['said'], []])
  // One who is here twice has two records of their own; twins of whom none has the name are none.
  expect((await tiesOf(saying(said), ...twins))[2]).toEqual(['said'])
  expect(await tiesOf(saying(said, 'Beth Quill'), twins[0]!, twins[1]!)).toEqual([[], []])
})

test('B8 an NHS number decides, with the birth date; who has another number is somebody else', async () => {
  const said = { family: 'Okoro', birthDate: '1960-04-05', nhsNumber: '9999999999' }
  const numbered = person('p1', { family: 'Quill', birthDate: said.birthDate, nhsNumber: said.nhsNumber })
  const other = person('p2', { family: 'Okoro', birthDate: said.birthDate, nhsNumber: '9999999808' })
  expect(await tiesOf(saying(said), numbered, other)).toEqual([['said'], []])
  expect(await tiesOf(saying({ ...said, birthDate: '1960-04-06' }), numbered)).toEqual([[]])
  expect(await tiesOf(saying(said), { ...other, nhsNumber: null })).toEqual([['said']])
})

test('B8 who says somebody else’s record to be their own hides nothing by it; between namesakes it decides', async () => {
  const stranger = { family: 'Okoro', birthDate: '1960-04-05' }
  const own = person('p1', { email: 'a@example.org', postcode: 'BS1 4ND', house: '14' })
  const others = [person('p2', { family: 'Zim', postcode: 'BS1 4ND', house: '14' }), person('p3', stranger)]
  expect(await tiesOf(saying(stranger), own, ...others)).toEqual([['own'], ['home'], ['said']])
  const namesakes = [person('p1', { birthDate: '1960-04-05' }), person('p2', { birthDate: '1970-04-05' })]
  expect(await tiesOf(saying(stranger), ...namesakes, others[1]!)).toEqual([['namesake'], ['namesake'], ['said']])
  expect(await tiesOf(saying({ ...stranger, family: 'Thackrah' }), ...namesakes)).toEqual([['said'], ['surname']])
})
