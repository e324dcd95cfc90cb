import { dateOf, dayOf } from '../calendar.ts'
import { randomOf, type Random } from '../random.ts'
import { nhsNumberOf } from './nhs-number.ts'
import { birthDateOf, familyOf, groupOf, personOf, type Person, type Sex } from './person.ts'
import { homeOf, landlineOf } from './places.ts'

/** Patients come in blocks of so many, each made by itself: so the nth is the same whatever their number. */
export const blockSize = 12

interface Seat {
  age: number
  sex: Sex
  /** Bears another surname than the household. */
  ownName?: boolean
  /** Born with the one before, or registered a second time by mistake. */
  like?: 'twin' | 'again'
  /** Bears the given name of the first in the household. */
  junior?: boolean
}

const sexOf = (random: Random): Sex => (random.chance(0.51) ? 'female' : 'male')

/** Those who are cared for at home: old, alone or as a couple. */
function oldSeatsOf(random: Random, most: number): Seat[] {
  const age = Math.round(Math.min(99, random.about(80, 8)))
  if (most < 2 || random.chance(0.75)) return [{ age, sex: sexOf(random) }]
  return [
    { age, sex: 'female' },
    { age: age + random.int(-4, 6), sex: 'male' },
  ]
}

/** Who lives together; never more than `most`. */
function seatsOf(random: Random, most: number): Seat[] {
  const kind = random.next()
  if (most >= 3 && kind < 0.3) {
    const age = random.int(27, 46)
    const parents: Seat[] = [
      { age, sex: 'female', ownName: random.chance(0.15) },
      { age: age + random.int(-3, 6), sex: 'male' },
    ]
    const alone = random.chance(0.22)
    const children: Seat[] = []
    for (let left = random.pick([1, 2, 2, 3]), child = age - random.int(22, 32); left > 0 && child >= 0; left--) {
      children.push({ age: child, sex: sexOf(random), junior: random.chance(0.06) })
      if (random.chance(0.03)) children.push({ age: child, sex: sexOf(random), like: 'twin' })
      child -= random.int(2, 4)
    }
    return [...(alone ? [random.pick(parents)] : parents), ...children].slice(0, most)
  }
  if (most >= 2 && kind < 0.52) {
    const age = random.pick([random.int(28, 60), random.int(58, 84), random.int(62, 90)])
    return [
      { age, sex: 'female' },
      { age: age + random.int(-4, 7), sex: 'male', ownName: age < 45 && random.chance(0.4) },
    ]
  }
  if (most >= 3 && kind < 0.57) {
    return [1, 2, 3].map(() => ({ age: random.int(19, 33), sex: sexOf(random), ownName: true }))
  }
  const age = random.pick([random.int(19, 45), random.int(30, 65), random.int(60, 95)])
  const one: Seat = { age, sex: sexOf(random) }
  return most >= 2 && random.chance(0.05) ? [one, { ...one, like: 'again' }] : [one]
}

export function blockOf(seed: string, block: number, today: number, areOld: boolean): Person[] {
  const random = randomOf(seed, 'block', block)
  const shift = randomOf(seed, 'nhs').int(0, 99_999)
  const people: Person[] = []
  while (people.length < blockSize) {
    const group = groupOf(random)
    const [home, landline, family] = [
      homeOf(random),
      random.chance(0.5) ? landlineOf(random) : null,
      familyOf(random, group),
    ]
    let before: Person | undefined
    let oldest: Person | undefined
    for (const seat of (areOld ? oldSeatsOf : seatsOf)(random, blockSize - people.length)) {
      const n = block * blockSize + people.length
      const own = { n, id: random.uuid(), nhsNumber: nhsNumberOf(n, shift) }
      const other = seat.ownName === true ? groupOf(random) : group
      const person = personOf(random, {
        ...own,
        group: other,
        family: seat.ownName === true ? familyOf(random, other) : family,
        sex: seat.sex,
        age: seat.age,
        birthDate: seat.like === 'twin' ? before!.birthDate : birthDateOf(random, seat.age, today),
        home,
        today,
        landline,
      })
      if (seat.junior === true && oldest?.sex === person.sex) person.given = oldest.given
      people.push(seat.like === 'again' ? registeredAgain(random, before!, own) : person)
      before = person
      oldest ??= person
    }
  }
  return people
}

/** The same person under a slip of the pen: what the finder's warning is for. */
function registeredAgain(random: Random, before: Person, own: { n: number; id: string }): Person {
  const slips: Partial<Person>[] = [
    { given: before.given.slice(0, 1), family: before.family.replace(/(.)\1|ck|ie/, (found) => found.slice(0, 1)) },
    { birthDate: dateOf(dayOf(before.birthDate) - 9), title: '' },
    { email: null, phone: before.phone, given: before.given.map((name) => name.slice(0, 1)) },
  ]
  return { ...before, ...random.pick(slips), ...own, nhsNumber: null, diedOn: null }
}
