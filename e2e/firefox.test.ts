import { inject, expect, test } from 'vitest'
import { draftRoutes } from '@candour/contract/drafts.ts'
import { findFirefox, startFirefox } from './firefox.ts'
import { password, patient, practice } from './person.ts'

const program = findFirefox()
const why = program === null ? ' (left out: no Firefox here; Debian: apt-get install firefox-esr)' : ''

test.skipIf(program === null)(
  `in Firefox one signs in, finds the patient and reads the note, and nothing complains${why}`,
  async () => {
    const owner = await practice()
    const person = await patient(owner)
    const draft = await owner.client.call(draftRoutes.start, {
      patient: person.id,
      title: 'Examination',
      sections: [{ heading: 'Complaint', text: 'A twinge.' }],
    })
    await owner.client.call(draftRoutes.finish, { id: draft.id, baseRevision: 1 })
    const firefox = await startFirefox(program!)
    try {
      await firefox.open(`${inject('address')}/sign-in`)
      await firefox.until("document.querySelector('input[type=password]')")
      await firefox.ask("document.querySelector('input[type=email]').focus()")
      await firefox.type(owner.email)
      await firefox.ask("document.querySelector('input[type=password]').focus()")
      await firefox.type(`${password}\uE007`)
      await firefox.until('document.querySelector(\'a[href="/patients/new"]\')')
      await firefox.type('/')
      await firefox.until("document.activeElement.tagName === 'INPUT'")
      await firefox.type('ashd')
      await firefox.until("document.body.innerText.includes('Is this the right person?')")
      await firefox.type('\uE007')
      await firefox.until("document.querySelector('h1')?.innerText.includes('ASHDOWNE')")
      await firefox.until("[...document.querySelectorAll('a')].some((one) => one.innerText.includes('Examination'))")
      await firefox.ask(
        "[...document.querySelectorAll('a')].find((one) => one.innerText.includes('Examination')).click()",
      )
      await firefox.until("document.body.innerText.includes('A twinge.') && document.body.innerText.includes('Sealed')")
      expect(firefox.complaints.filter((text) => !/401|Failed to load/.test(text))).toEqual([])
    } finally {
      await firefox.close()
    }
  },
)
