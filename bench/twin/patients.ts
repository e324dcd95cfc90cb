/** The web app's routes for patients, with the shapes of the contract checked on the way in and out. */
import { chartRoute } from '@candour/contract/charts.ts'
import type { Note } from '@candour/contract/notes.ts'
import { patientRoutes, type PatientCard, type PatientMatch } from '@candour/contract/patients.ts'
import { timelineKinds, type TimelineItem } from '@candour/contract/timeline.ts'
import type { Route } from '@candour/contract/route.ts'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../../server/src/platform/app-error.ts'
import { statement } from '../../server/src/platform/database/statement.ts'
import type { Transaction } from '../../server/src/platform/database/transaction.ts'
import { inputProblems } from '../../server/src/platform/http/faults.ts'
import { newId } from '../../server/src/platform/vault/ids.ts'
import { soundOf } from '../../server/src/features/directory/sound-of.ts'
import { fromComposition } from '../../server/src/features/notes/composition.ts'
import { overviewOf } from '../../server/src/features/patients/overview.ts'
import { identityOf, toFhirPatient } from '../../server/src/features/patients/patient-fhir.ts'
import { itemOf } from '../../server/src/features/patients/timeline-item.ts'
import type { FhirResource } from '../../server/src/features/resources/check-resource.ts'
import type { Summary } from '../../server/src/features/resources/summary.ts'
import type { Call } from './call.ts'
import { addRoute, type Door } from './door.ts'
import { fold } from './index-patient.ts'
import { claimKey } from './idempotency.ts'
import type { Records } from './records.ts'

type Match = Omit<PatientMatch, 'reason'>

const matchColumns =
  'patient as id, family, given, title, birth_date as "birthDate", sex, nhs_number as "nhsNumber", phone, postcode'
const found = (where: string) =>
  `select ${matchColumns} from public.patient where practice = $1 and (${where}) order by folded_family, folded_given limit 21`
/** By the order of bytes, so that one plan serves every beginning. */
const begins = (column: string, from: number) => `${column} ~>=~ $${from} and ${column} ~<~ $${from + 1}`
const byName = statement<Match>('twin-by-name', found(`${begins('folded_family', 2)} and ${begins('folded_given', 4)}`))
const byLikeness = statement<Match>('twin-by-likeness', found('folded_family % $2 or sounds @> $3'))
const byNumber = statement<Match>('twin-by-number', found(begins('nhs_number', 2)))
const range = (beginning: string) => [beginning, `${beginning}\u{10ffff}`]
const duplicates = statement<Match>(
  'twin-duplicates',
  `select ${matchColumns} from public.patient where practice = $1 and (nhs_number = $2 or phone = $3 or email = $4
     or (folded_family = $5 and birth_date = $6)) limit 10`,
)
const listed = statement<{ type: string; id: string; version: number; last_updated: Date; summary: string }>(
  'twin-timeline',
  `select * from (select distinct on (type, id) type, id, version, last_updated, summary, deleted from public.resource
     where practice = $1 and patient = $2 order by type, id, version desc) newest where not deleted and type <> 'Patient'`,
)
const ofType = statement<{ content: string }>(
  'twin-of-type',
  `select distinct on (id) content from public.resource where practice = $1 and patient = $2 and type = $3
   order by id, version desc`,
)
interface NoteRow {
  id: string
  version: number
  last_updated: Date
  content: string
}
const notesOf = statement<NoteRow>(
  'twin-notes',
  `select id, version, last_updated, content from public.resource where practice = $1 and patient = $2 and type = 'Composition'
   order by last_updated desc, id, version limit 500`,
)
const insertEvent = statement(
  'twin-event',
  'insert into public.event (practice, event, kind, patient, object, member) values ($1, $2, $3, $4, $5, $6)',
)

export function emit(tx: Transaction, member: string, kind: string, patient: string, object: string | null): void {
  tx.send(insertEvent, [tx.practice, newId(), kind, patient, object, member])
}

/** What came, by the contract. Throws `input.invalid`. */
function inputOf<R extends Route>(route: R, { body, parameters, request }: Call): R['input']['_output'] {
  const given = request.method === 'GET' ? (request.query as object) : (body as object)
  const parsed = route.input.safeParse({ ...given, ...parameters }, { reportInput: true })
  if (!parsed.success) throw inputProblems(parsed.error)
  return parsed.data as R['input']['_output']
}

export function addPatients(app: FastifyInstance, door: Door, records: Records): void {
  const read = { method: 'GET', kind: 'read', takes: 'nothing', access: 'record.read' } as const

  addRoute(app, door, { ...read, path: '/api/patients/:id' }, async (call) => {
    const { id } = inputOf(patientRoutes.read, call)
    return patientRoutes.read.output.parse(await readCard(call.tx, records, id))
  })

  addRoute(app, door, { ...read, path: '/api/patients/:id/timeline' }, async (call) => {
    const { id } = inputOf(patientRoutes.timeline, call)
    return patientRoutes.timeline.output.parse(await readTimeline(call.tx, id))
  })

  addRoute(app, door, { ...read, path: '/api/patients/:id/chart' }, async (call) => {
    const { id } = inputOf(chartRoute, call)
    const { tx } = call
    const [patient, timeline, rows] = await Promise.all([
      readCard(tx, records, id),
      readTimeline(tx, id),
      tx.run(notesOf, tx.practice, id),
    ])
    return chartRoute.output.parse({ patient, timeline, notes: notesIn(id, rows) })
  })

  const find = {
    method: 'POST',
    path: '/api/patients/find',
    kind: 'read',
    takes: 'json',
    access: 'record.read',
  } as const
  addRoute(app, door, find, async (call) => {
    const started = performance.now()
    const { text } = inputOf(patientRoutes.find, call)
    const { matches, reason, alike } = await search(call.tx, text)
    return patientRoutes.find.output.parse({
      matches: matches.slice(0, 20).map((one) => ({ ...one, reason })),
      took: Math.round((performance.now() - started) * 10) / 10,
      more: matches.length > 20,
      alike,
      restricted: false,
    })
  })

  const register = {
    method: 'POST',
    path: '/api/patients',
    kind: 'change',
    takes: 'json',
    access: 'record.write',
  } as const
  addRoute(app, door, register, async (call) => {
    const { duplicatesSeen, ...details } = inputOf(patientRoutes.register, call)
    const { tx, actor, now } = call
    const claim = await claimKey(call)
    if (claim.kept !== null) return claim.kept
    if (!duplicatesSeen) {
      const { nhsNumber, phone, email, family, birthDate } = details
      const values = [nhsNumber, phone, email, fold(family), birthDate]
      const same = await tx.run(duplicates, tx.practice, ...values)
      if (same.length > 0)
        return { outcome: 'duplicates', duplicates: same.map((one) => ({ ...one, reason: 'Same NHS number' })) }
    }
    const resource = toFhirPatient(details)
    const { id } = await records.create(tx, resource, Buffer.from(JSON.stringify(resource)), now)
    const patient = { id, version: 1, ...identityOf(resource), allergies: { state: 'not_recorded' } }
    const answer = patientRoutes.register.output.parse({ outcome: 'registered', patient })
    emit(tx, actor.member, 'patient.changed', id, null)
    claim.keep(answer)
    return answer
  })
}

async function search(tx: Transaction, text: string) {
  const digits = text.replace(/\D/g, '')
  if (digits.length >= 3)
    return { matches: await tx.run(byNumber, tx.practice, ...range(digits)), reason: 'NHS number', alike: 0 }
  const [first = '', second = ''] = fold(text).trim().split(/\s+/)
  const asTyped = await tx.run(byName, tx.practice, ...range(first), ...range(second))
  const matches =
    asTyped.length > 0 || second === '' ? asTyped : await tx.run(byName, tx.practice, ...range(second), ...range(first))
  if (matches.length > 0) return { matches, reason: 'Name', alike: 0 }
  const alike = await tx.run(byLikeness, tx.practice, first, [soundOf(first)])
  return { matches: alike, reason: 'Sounds alike', alike: Math.min(20, alike.length) }
}

async function readTimeline(tx: Transaction, id: string) {
  const rows = await tx.run(listed, tx.practice, id)
  const items = rows
    .map(({ last_updated: at, summary, ...row }) => ({ ...row, at, summary: JSON.parse(summary) as Summary }))
    .map((row) => itemOf(nothingSealed, row))
    .toSorted((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1))
  const counts = Object.fromEntries(timelineKinds.map((kind) => [kind, 0])) as Record<
    TimelineItem['kind'] | 'all',
    number
  >
  counts.all = items.length
  const years = new Map<string, number>()
  for (const { kind, at } of items) {
    counts[kind] += 1
    if (at !== '') years.set(at.slice(0, 4), (years.get(at.slice(0, 4)) ?? 0) + 1)
  }
  return {
    items: items.slice(0, 50),
    counts,
    total: items.length,
    years: [...years].map(([year, count]) => ({ year, count })),
    overview: overviewOf(items),
    cursor: null,
  }
}

/** Ids from elsewhere are hashed with a key; the twin's are its own. */
const nothingSealed = {} as never

/** Each with its versions, oldest first. */
function notesIn(patient: string, rows: NoteRow[]): Note[] {
  return [...Map.groupBy(rows, (row) => row.id).values()].slice(0, 50).map((versions) => {
    const { id, version, last_updated: at, content } = versions.at(-1)!
    const author = { member: null, name: 'Imogen Thrale', role: 'Doctor' }
    return {
      id,
      patient,
      version,
      ...fromComposition(JSON.parse(content) as FhirResource),
      status: 'final',
      author,
      finishedAt: at.toISOString(),
      versions: versions.map((one) => ({ version: one.version, at: one.last_updated.toISOString(), author })),
      can: ['amend'],
    }
  })
}

async function readCard(tx: Transaction, records: Records, id: string): Promise<PatientCard> {
  const [row, allergies] = await Promise.all([
    records.read(tx, 'Patient', id),
    tx.run(ofType, tx.practice, id, 'AllergyIntolerance'),
  ])
  if (row === null) throw new AppError('patient.not_found')
  const items = allergies.map(({ content }) => {
    const { code } = JSON.parse(content) as { code?: { text?: string } }
    return { substance: code?.text ?? 'Substance not named', reaction: '' }
  })
  return {
    id,
    version: row.version,
    ...identityOf(JSON.parse(row.content) as FhirResource),
    allergies: items.length === 0 ? { state: 'not_recorded' } : { state: 'listed', items },
  }
}
