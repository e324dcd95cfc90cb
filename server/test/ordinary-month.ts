/**
 * For tests: eight ordinary weeks of a practice of nine, made from a seed, the last four of which are measured. Unlike the fortnight
 * it has people who know each other: families, neighbours, staff who are patients; and visits in which several have a part.
 */
import { weekdays } from '@candour/contract/working-hours.ts'
import { day, hour, minute, type Seen } from '../src/features/alerts/seen.ts'
import { randomOf, type Random } from '../src/features/demo/random.ts'
import type { Person } from '../src/features/directory/person.ts'
import { firstDay, networkAt, numbered, type Draft } from './ordinary-fortnight.ts'
import { townOf, type Staff, type Town } from './town.ts'

export const monthLearned = 28
export const monthMeasured = 28

export interface Month extends Town {
  entries: Seen[]
  drafts: Draft[]
  /** Member and patient: what had been written before the first day; and when, as days before it. */
  written: Set<string>
}

interface Scene {
  drafts: Draft[]
  random: Random
  town: Town
  panels: Map<string, Person[]>
}

/**
 * Each weekday clinicians see some 18 patients, mostly of their own list. Reception checks them in, answers the telephone for anybody,
 * and looks into a note now and then; the manager answers complaints and requests for copies. Dressings come back twice a week.
 * Somebody is away, stands in, stays late, visits at home, works in the evening, or is on the out-of-hours rota.
 */
export function ordinaryMonth(seed: string, saying?: number): Month {
  const random = randomOf(seed, 'month')
  const town = townOf(seed, saying)
  const clinicians = town.staff.filter(({ role }) => role === 'clinician')
  const panels = new Map(
    clinicians.map(({ member }, place) => [
      member,
      town.patients.filter((_one, at) => at % clinicians.length === place),
    ]),
  )
  const written = new Set<string>()
  for (const [member, panel] of panels)
    for (const { id } of panel) if (random.chance(0.8)) written.add(`${member} ${id}`)
  // Nobody has treated themselves, or somebody at home.
  for (const { member, own, home } of town.staff)
    for (const { id } of own === null ? [] : [own, ...home]) written.delete(`${member} ${id}`)
  // The public is curious about two.
  for (const one of [random.pick(town.patients), random.pick(town.patients)]) one.watched = true
  const dressings = Array.from({ length: 12 }, () => random.pick(town.patients))
  const scene: Scene = { drafts: [], random, town, panels }
  for (let at = 0; at < monthLearned + monthMeasured; at++) {
    const weekday = weekdays[at % 7]!
    const start = firstDay + at * day
    if (weekday === 'Saturday' || weekday === 'Sunday') rota(scene, start, at)
    else workday(scene, start, at, dressings)
  }
  return { ...town, drafts: scene.drafts, entries: numbered(scene.drafts), written }
}

function workday(scene: Scene, start: number, at: number, dressings: Person[]): void {
  const { random, town, panels } = scene
  const here = town.staff.filter(() => !random.chance(0.12))
  const desk = here.filter(({ role }) => role === 'reception')
  const clinicians = here.filter(({ role }) => role === 'clinician')
  for (const one of clinicians) {
    const panel = random.chance(0.12) ? random.pick([...panels.values()]) : panels.get(one.member)!
    const visits = random.int(13, 23)
    const length = (8.5 * hour) / visits
    for (let visit = 0; visit < visits; visit++) {
      const patient = random.pick(random.chance(0.12) ? town.patients : panel)
      attend(scene, one, desk, patient, start + 8.5 * hour + visit * length + random.int(0, 6) * minute)
    }
    if (one === clinicians[0])
      for (const [place, patient] of dressings.entries())
        if (place % 2 === at % 2 && random.chance(0.8))
          attend(scene, one, desk, patient, start + 10 * hour + place * 12 * minute)
    // A home visit, the record read on the way; letters and results at home in the evening; a late surgery.
    if (random.chance(0.15)) consult(scene, one, random.pick(panel), start + 13 * hour, '31.94.8.1', 0.9)
    if (random.chance(0.1))
      for (let letter = 0; letter < random.int(2, 6); letter++)
        consult(scene, one, random.pick(panel), start + 19 * hour + letter * 8 * minute, '86.12.7.9', 0.7)
    if (random.chance(0.06)) consult(scene, one, random.pick(panel), start + 18.5 * hour, office, 0.9)
    // Results and letters of anybody, read and not written about.
    for (let result = 0; result < random.int(0, 4); result++)
      look(
        scene,
        one,
        random.pick(panel),
        start + 12 * hour + result * 7 * minute,
        random.chance(0.02) ? random.int(3, 8) : random.int(0, 2),
      )
  }
  for (const one of here.filter(({ role }) => role === 'manager'))
    for (let matter = 0; matter < random.int(3, 10); matter++)
      look(
        scene,
        one,
        random.pick(town.patients),
        start + 9 * hour + matter * 45 * minute,
        // A complaint, or a copy that is asked for: all of it is read.
        random.chance(0.3) ? (random.chance(0.1) ? random.int(5, 15) : random.int(1, 4)) : 0,
      )
  for (const one of desk)
    for (let ring = 0; ring < random.int(25, 45); ring++)
      telephone(scene, one, start + 8 * hour + random.int(0, 600) * minute)
  // Families ring about all of their children at once.
  if (desk.length > 0 && at % 2 === 0) family(scene, random.pick(desk), start + 15 * hour)
}

const office = '185.62.10.4'

/** Checked in at the desk, seen, and sometimes given the next appointment. */
function attend(scene: Scene, clinician: Staff, desk: Staff[], patient: Person, at: number): void {
  const { random } = scene
  // Nobody treats themselves, or their own family, where there are others.
  if (isOwn(clinician, patient)) return
  const receptionist = desk.find((one) => !isOwn(one, patient))
  if (receptionist !== undefined && random.chance(0.8))
    look(scene, receptionist, patient, at - random.int(3, 20) * minute, 0)
  consult(scene, clinician, patient, at, office, 0.87)
  if (receptionist !== undefined && random.chance(0.2)) look(scene, receptionist, patient, at + 15 * minute, 0)
}

function telephone(scene: Scene, one: Staff, at: number): void {
  const { random, town } = scene
  const patient = random.pick(town.patients)
  if (isOwn(one, patient)) return
  // "Has my letter come?": one or two notes are looked at.
  look(
    scene,
    one,
    patient,
    at,
    random.chance(0.12) ? random.int(1, 2) : random.chance(0.02) ? (random.chance(0.15) ? random.int(4, 6) : 3) : 0,
  )
  if (random.chance(0.08)) act(scene, one.member, 'patient.amend', patient, at + 4 * minute, office)
}

function family(scene: Scene, one: Staff, at: number): void {
  const { random, town } = scene
  const { postcode, house } = random.pick(town.patients)
  const home = town.near.get(postcode ?? '')!.filter((other) => other.house === house && !isOwn(one, other))
  for (const [place, patient] of home.entries()) look(scene, one, patient, at + place * 3 * minute, 0)
}

/** One of the clinicians, from home, on two in three days of the weekend. */
function rota(scene: Scene, start: number, at: number): void {
  const clinicians = scene.town.staff.filter(({ role }) => role === 'clinician')
  const one = clinicians[Math.floor(at / 7) % clinicians.length]!
  if (!scene.random.chance(0.66)) return
  for (let call = 0; call < scene.random.int(3, 8); call++) {
    const patient = scene.random.pick(scene.town.patients)
    if (!isOwn(one, patient)) consult(scene, one, patient, start + (9 + call * 1.5) * hour, '86.12.7.9', 0.95)
  }
}

const isOwn = ({ own, home }: Staff, patient: Person) => own === patient || home.includes(patient)

function consult(scene: Scene, one: Staff, patient: Person, at: number, address: string, writes: number): void {
  if (isOwn(one, patient)) return
  look(scene, one, patient, at, scene.random.int(0, 5), address)
  if (scene.random.chance(writes)) act(scene, one.member, 'draft.finish', patient, at + 9 * minute, address)
}

export function look(
  scene: Pick<Scene, 'drafts'>,
  { member }: Pick<Staff, 'member'>,
  patient: Person,
  at: number,
  notes: number,
  address = office,
): void {
  act(scene, member, 'patient.chart', patient, at, address)
  for (let note = 0; note < notes; note++) act(scene, member, 'note.read', patient, at + (note + 1) * minute, address)
}

function act(
  { drafts }: Pick<Scene, 'drafts'>,
  member: string,
  verb: string,
  patient: Person,
  at: number,
  address: string,
) {
  drafts.push({
    at,
    member,
    verb,
    isRefused: false,
    refusal: '',
    subjects: [patient.id],
    network: networkAt(address),
    session: `${member} s`,
    facts: {},
  })
}
