import { describe, expect, it } from 'vitest'
import { addWords, fromFinder, nothingTyped, readPatient } from './patient-fields.ts'

const today = new Date('2026-11-21T12:00:00Z')
const typed = { ...nothingTyped, family: 'Ashdowne', given: 'Margery', birthDate: '4 Mar 1957', sex: 'female' as const }

describe('the form of a patient', () => {
  it('becomes details', () => {
    const { details } = readPatient(
      { ...typed, nhsNumber: '999 000 0018', street: '4 Tallow Lane', postcode: 'bs65qa' },
      today,
    )
    expect(details).toMatchObject({
      birthDate: '1957-03-04',
      nhsNumber: '9990000018',
      address: { lines: ['4 Tallow Lane'], town: '', postcode: 'BS6 5QA' },
      allergies: { state: 'not_recorded' },
      phone: null,
    })
  })

  it('says which field is wrong, in words', () => {
    const { problems } = readPatient({ ...typed, nhsNumber: '999 000 0081', postcode: 'somewhere', sex: null }, today)
    expect(problems.nhsNumber).toBe("The last digit doesn't fit the rest. Check it against the letter or card.")
    expect(problems.postcode).toBe('This is not a UK postcode.')
    expect(problems.sex).toBe('Choose one. “Unknown” is an answer.')
  })

  it('asks for a substance when allergies are listed', () => {
    expect(readPatient({ ...typed, allergies: 'listed' }, today).problems.allergies).toMatch(/at least one substance/)
  })

  it('starts with what was typed in the finder', () => {
    expect(fromFinder('ashdwne marg 57')).toMatchObject({ family: 'Ashdwne', given: 'Marg', nhsNumber: '' })
    expect(fromFinder('999 000 0018')).toMatchObject({ family: '', nhsNumber: '999 000 0018' })
    expect(fromFinder('ashdowne 4 mar 1957')).toMatchObject({ family: 'Ashdowne', given: '', birthDate: '04-Mar-1957' })
  })

  it.each([
    ['marg ashdowne', 'Add “Marg Ashdowne” as a new patient'],
    ['ashdowne 04/03/1957', 'Add “Ashdowne” as a new patient'],
    ['04/03/1957', 'Add a new patient born 04-Mar-1957'],
    ['9990000018', 'Add a new patient with NHS number 999 000 0018'],
    ['07700 900123', 'Add a new patient'],
    ['1949', 'Add a new patient'],
  ])('offers “%s” in the finder as: %s', (text, words) => {
    expect(addWords(text)).toBe(words)
  })
})
