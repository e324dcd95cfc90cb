/** Single permissions at one of the practice's locations, known by its network (P03). */
import { memberRoutes } from '@candour/contract/members.ts'
import { permissions, type Permission } from '@candour/contract/permissions.ts'
import { rulesRoutes, type Rules } from '@candour/contract/rules.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, signUp, type Person } from '../../../test/people.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'

let candour: TestCandour
let admin: Person
const high = { id: '0d5f2a9e-6a3b-4c55-9e0f-6a1d3a3c0001', name: 'High Street', range: '192.0.2.0/24' }
const mill = { id: '0d5f2a9e-6a3b-4c55-9e0f-6a1d3a3c0002', name: 'Mill Road', range: '2001:db8:7::/48' }
const atHigh = '192.0.2.17'
const atMill = '2001:db8:7::17'
const elsewhere = '203.0.113.9'

beforeAll(async () => {
  // The tests speak through a proxy on this machine, which says from where they come.
  candour = await startQuickCandour({}, (config) => ({ ...config, trustedProxies: ['127.0.0.1'] }))
  admin = await signUp(candour)
  expect((await changeRules({ locations: [high, mill].map(asLocation) })).status).toBe(200)
})
afterAll(() => candour.stop())

const asLocation = ({ id, name, range }: typeof high) => ({
  id,
  name,
  addresses: [{ name: `Network of ${name}`, range }],
})

async function changeRules(different: Partial<Rules>) {
  const { rules, revision } = await admin.browser.call(rulesRoutes.read, {})
  return admin.browser.try(rulesRoutes.change, {
    rules: { ...rules, ...different },
    baseRevision: revision,
    reason: 'We work at two places',
  })
}

const about = (person: Person, permission: Permission, location: string | null) => ({
  id: person.session.member.id,
  permission,
  location,
  until: null,
  reason: 'As agreed',
})
const give = (to: Person, permission: Permission, location: string | null) =>
  admin.browser.try(memberRoutes.give, about(to, permission, location))
const take = (from: Person, permission: Permission, location: string | null) =>
  admin.browser.try(memberRoutes.take, about(from, permission, location))
const end = (of: Person, permission: Permission, location: string | null) => {
  const { until: _, ...asked } = about(of, permission, location)
  return admin.browser.try(memberRoutes.endGrant, asked)
}
async function activityFrom(person: Person, address: string): Promise<number> {
  return (await person.browser.send('GET', '/api/entries', undefined, { 'x-forwarded-for': address })).status
}
async function mayFrom(person: Person, address: string): Promise<Permission[]> {
  const { body } = await person.browser.send('GET', sessionRoutes.read.path, undefined, { 'x-forwarded-for': address })
  return body.can as Permission[]
}

test('P03 what is given at a location opens there alone, in the same session, and the session says so', async () => {
  const nurse = await colleague(candour, admin, 2, 'Nkem Adeyfield')
  expect((await give(nurse, 'entry.read', high.id)).status).toBe(200)
  for (const [address, status] of [
    [atHigh, 200],
    ['::ffff:192.0.2.17', 200],
    [atMill, 403],
    [elsewhere, 403],
    [atHigh, 200],
  ] as const) {
    expect([address, await activityFrom(nurse, address)]).toEqual([address, status])
    expect((await mayFrom(nurse, address)).includes('entry.read')).toBe(status === 200)
  }
  expect((await end(nurse, 'entry.read', high.id)).status).toBe(200)
  expect(await activityFrom(nurse, atHigh)).toBe(403)
})

test('P03 what is withdrawn everywhere can be given at one location, and what a level has withdrawn at one', async () => {
  const manager = await colleague(candour, admin, 3, 'Tobias Henlow')
  expect((await take(manager, 'entry.read', null)).status).toBe(200)
  expect((await give(manager, 'entry.read', mill.id)).status).toBe(200)
  expect(await Promise.all([atHigh, atMill, elsewhere].map((from) => activityFrom(manager, from)))).toEqual([
    403, 200, 403,
  ])
  for (const location of [mill.id, null]) await end(manager, 'entry.read', location)
  expect((await take(manager, 'entry.read', high.id)).status).toBe(200)
  expect(await Promise.all([atHigh, atMill, elsewhere].map((from) => activityFrom(manager, from)))).toEqual([
    403, 200, 200,
  ])
})

test('P03 two managers who may at one location alone don’t free each other, wherever they stand', async () => {
  const [one, two] = [await colleague(candour, admin, 3, 'Asa Lund'), await colleague(candour, admin, 3, 'Bea Holt')]
  const reception = await colleague(candour, admin, 1, 'Wren Pomfret')
  for (const manager of [one, two]) {
    expect((await take(manager, 'entry.read', null)).status).toBe(200)
    expect((await give(manager, 'entry.read', high.id)).status).toBe(200)
  }
  const from = async (by: Person, address: string, way: 'give' | 'take' | 'endGrant', of: Person, different = {}) => {
    const { until, ...asked } = { ...about(of, 'entry.read', null), ...different }
    const input = way === 'endGrant' ? asked : { ...asked, until }
    return codeOf(await by.browser.try(memberRoutes[way], input, { 'x-forwarded-for': address }))
  }
  for (const address of [atHigh, atMill, elsewhere]) {
    expect(await from(one, address, 'endGrant', two)).toBe('member.beyond_own')
    expect(await from(one, address, 'give', reception)).toBe('member.beyond_own')
    expect(await from(one, address, 'give', reception, { location: mill.id })).toBe('member.beyond_own')
    // A withdrawal that ends in a moment is the same as none.
    const soon = new Date(Date.now() + 60_000).toISOString()
    expect(await from(one, address, 'take', two, { until: soon })).toBe('member.beyond_own')
  }
  expect(await activityFrom(two, elsewhere)).toBe(403)
  expect(await from(one, elsewhere, 'give', reception, { location: high.id })).toBe('no error')
  expect(await activityFrom(reception, atHigh)).toBe(200)
})

test('where two locations share a network, what was withdrawn at one counts', async () => {
  const nurse = await colleague(candour, admin, 2, 'Ines Quarrie')
  const upstairs = { id: '0d5f2a9e-6a3b-4c55-9e0f-6a1d3a3c0003', name: 'Upstairs', range: '192.0.2.0/28' }
  expect((await changeRules({ locations: [high, mill, upstairs].map(asLocation) })).status).toBe(200)
  await take(nurse, 'note.write', null)
  await give(nurse, 'note.write', high.id)
  expect((await mayFrom(nurse, '192.0.2.3')).includes('note.write')).toBe(true)
  await end(nurse, 'note.write', null)
  await take(nurse, 'note.write', upstairs.id)
  expect((await mayFrom(nurse, '192.0.2.3')).includes('note.write')).toBe(false)
  expect((await mayFrom(nurse, atHigh)).includes('note.write')).toBe(true)
})

test('what would be the same without it, and a location that is not there, are refused in words', async () => {
  const nurse = await colleague(candour, admin, 2, 'Oona Velder')
  expect(codeOf(await give(nurse, 'note.read', high.id))).toBe('member.grant_needless')
  expect(codeOf(await take(nurse, 'entry.read', high.id))).toBe('member.grant_needless')
  const nowhere = '0d5f2a9e-6a3b-4c55-9e0f-6a1d3a3cffff'
  expect(codeOf(await give(nurse, 'entry.read', nowhere))).toBe('rules.location_not_found')
  expect(codeOf(await end(nurse, 'entry.read', mill.id))).toBe('member.grant_not_found')
})

test('a location for which something holds is not forgotten, whoever asks first', async () => {
  const nurse = await colleague(candour, admin, 2, 'Perpetua Wynn')
  const extra = (id: string) => ({ id, name: `Branch ${id.slice(-4)}`, range: '198.51.100.0/24' })
  const { rules } = await admin.browser.call(rulesRoutes.read, {})
  const before = rules.locations
  for (let round = 0; round < 8; round++) {
    const branch = extra(`0d5f2a9e-6a3b-4c55-9e0f-6a1d3a3ce0${round}0`)
    expect((await changeRules({ locations: [...before, asLocation(branch)] })).status).toBe(200)
    const [given, removed] = await Promise.all([
      give(nurse, 'entry.read', branch.id),
      changeRules({ locations: before }),
    ])
    const outcome = [given.status === 200, removed.status === 200]
    expect([codeOf(given), codeOf(removed)]).toEqual(
      given.status === 200 ? ['no error', 'rules.location_in_use'] : ['rules.location_not_found', 'no error'],
    )
    expect(outcome.filter(Boolean)).toHaveLength(1)
    if (given.status === 200) await end(nurse, 'entry.read', branch.id)
    await changeRules({ locations: before })
  }
})

test('P03 the member’s page, the table of who can do what, and the history name the location', async () => {
  const nurse = await colleague(candour, admin, 2, 'Sunniva Reith')
  await give(nurse, 'entry.read', mill.id)
  const page = await admin.browser.call(memberRoutes.read, { id: nurse.session.member.id })
  expect(page.grants).toMatchObject([
    { permission: 'entry.read', given: true, location: { id: mill.id, name: 'Mill Road' }, isNeedless: false },
  ])
  expect(page.allowed).not.toContain('entry.read')
  const { members } = await admin.browser.call(memberRoutes.listAccess, {})
  expect(members.find(({ id }) => id === nurse.session.member.id)?.grants).toMatchObject([
    { location: { name: 'Mill Road' } },
  ])
  await candour.settle()
  const { history } = await admin.browser.call(memberRoutes.read, { id: nurse.session.member.id })
  expect(history[0]?.details.join(' ')).toContain('Mill Road')
})

test('an administrator keeps what is essential wherever they are', async () => {
  const second = await colleague(candour, admin, 4, 'Ulla Marchbank')
  for (const permission of ['member.change', 'rules.change'] as const)
    expect(codeOf(await take(second, permission, high.id))).toBe('member.essential')
  await take(second, 'entry.read', high.id)
  const may = await mayFrom(second, atHigh)
  expect(permissions.filter((one) => !may.includes(one))).toEqual(['entry.read'])
})

test('rules with two locations of one name or id, or without a network, are refused', async () => {
  const twin = { ...mill, name: 'high street' }
  for (const locations of [
    [high, { ...high, name: 'Another' }],
    [high, twin],
  ])
    expect(codeOf(await changeRules({ locations: locations.map(asLocation) }))).toBe('input.invalid')
  const bare = { ...asLocation(mill), addresses: [] }
  expect(codeOf(await changeRules({ locations: [bare] }))).toBe('input.invalid')
})
