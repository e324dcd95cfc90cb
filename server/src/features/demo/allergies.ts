import { dayOf, workingDay } from './calendar.ts'
import type { Chart } from './chart.ts'
import type { Code } from './codes.ts'
import { addAllergy } from './entries.ts'

const allergens: readonly { code: Code; text: string; reactions: readonly string[]; weight: number }[] = [
  {
    code: ['91936005', 'Allergy to penicillin'],
    text: 'Penicillin',
    reactions: ['Rash', 'Widespread rash', 'Swelling of the face', 'Hives within an hour'],
    weight: 11,
  },
  { code: ['300916003', 'Latex allergy'], text: 'Latex', reactions: ['Hives', 'Itchy hands'], weight: 3 },
  {
    code: ['91935009', 'Allergy to peanut'],
    text: 'Peanuts',
    reactions: ['Anaphylaxis', 'Swelling of the lips'],
    weight: 2,
  },
  { code: ['293586001', 'Allergy to aspirin'], text: 'Aspirin', reactions: ['Wheeze', 'Rash'], weight: 2 },
]

/** One allergy, none known, or, for some, nothing recorded. */
export function addAllergies(chart: Chart, today: number): { noPenicillin: boolean } {
  const { random, person } = chart
  const on = workingDay(Math.max(today - random.int(30, 3000), dayOf(person.birthDate) + 3))
  const drawn = random.next() * 100
  let left = drawn
  const allergen = allergens.find(({ weight }) => (left -= weight) < 0)
  if (allergen !== undefined) {
    addAllergy(chart, on, { ...allergen, reaction: random.pick(allergen.reactions) })
  } else if (drawn < 86) {
    addAllergy(chart, on, { code: ['716186003', 'No known allergy'], text: 'No known allergy' })
  }
  return { noPenicillin: allergen?.text === 'Penicillin' }
}
