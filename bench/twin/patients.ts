/** The web app's routes for patients, with the shapes of the contract checked on the way in and out. */
import { chartRoute } from '@candour/contract/charts.ts'
import type { Note } from '@candour/contract/notes.ts'
import { patientRoutes, type PatientMatch } from '@candour/contract/patients.ts'
import { timelineKinds, type TimelineItem } from '@candour/contract/timeline.ts'
import { randomUUID } from 'node:crypto'
import type { Query } from './database.ts'
import { cardOf, fold, fromComposition, readCard, toFhir, writeResource } from './records.ts'
import type { Actor, Routes } from './routes.ts'

const matchColumns = `patient as id, family, given, title, birth_date as "birthDate", sex, nhs_number as "nhsNumber", phone, postcode`
const byName = `select ${matchColumns} from patient where practice = $1 and folded_family like $2 and folded_given like $3
  order by folded_family, folded_given limit 21`
const byNumber = `select ${matchColumns} from patient where practice = $1 and nhs_number like $2 limit 21`
const duplicates = `select ${matchColumns} from patient where practice = $1 and (nhs_number = $2 or phone = $3 or email = $4
  or (folded_family = $5 and birth_date = $6)) limit 10`
const timeline = `select distinct on (type, id) type, id, version, kind, title, at, author, preview from resource
  where practice = $1 and patient = $2 and type = any('{Composition,DocumentReference}') order by type, id, version desc`
const notes = `select id, version, at, author, content from resource where practice = $1 and patient = $2 and type = 'Composition'
  order by at desc, id, version limit 500`
const insertEvent = 'insert into event (practice, event, kind, patient, object, member) values ($1, $2, $3, $4, $5, $6)'
const claimKey = `insert into idempotency (practice, member, key) values ($1, $2, $3) on conflict do nothing returning key`
const keepAnswer = 'update idempotency set answer = $4 where practice = $1 and member = $2 and key = $3'

type Match = Omit<PatientMatch, 'reason'>

export function emit(query: Query, { practice, member }: Actor, kind: string, patient: string, object: string | null) {
  return query.run('insert-event', insertEvent, practice, randomUUID(), kind, patient, object, member)
}

async function readTimeline(query: Query, practice: string, id: string) {
  const rows = await query.run<TimelineItem>('timeline', timeline, practice, id)
  const plain = { standing: 'none', state: '', value: '', code: '', measured: [] } as const
  const all = rows.map((row) => ({ ...row, ...plain, measured: [] })).toSorted((a, b) => (a.at < b.at ? 1 : -1))
  const counts = Object.fromEntries(timelineKinds.map((kind) => [kind, 0])) as Record<
    TimelineItem['kind'] | 'all',
    number
  >
  counts.all = all.length
  const years = new Map<string, number>()
  for (const { kind, at } of all) {
    counts[kind] += 1
    years.set(at.slice(0, 4), (years.get(at.slice(0, 4)) ?? 0) + 1)
  }
  const none = { problems: [], pastProblems: 0, medicines: [], pastMedicines: 0, immunisations: [], measurements: [] }
  return {
    items: all.slice(0, 50),
    counts,
    total: all.length,
    years: [...years].map(([year, count]) => ({ year, count })),
    overview: none,
    cursor: null,
  }
}

interface NoteRow {
  id: string
  version: number
  at: string
  author: string
  content: string
}

/** Each with its versions, oldest first. */
function notesOf(patient: string, rows: NoteRow[]): Note[] {
  const byNote = Map.groupBy(rows, (row) => row.id)
  return [...byNote.values()].slice(0, 50).map((versions) => {
    const { id, version, at, author, content } = versions.at(-1)!
    const person = (name: string) => ({ member: null, name, role: '' })
    return {
      id,
      patient,
      version,
      ...fromComposition(JSON.parse(content) as object),
      status: 'final',
      author: person(author),
      finishedAt: at,
      versions: versions.map((one) => ({ version: one.version, at: one.at, author: person(one.author) })),
      can: ['amend'],
    }
  })
}

export function addPatients({ get, post }: Routes): void {
  get('/api/patients/:id', async ({ query, actor, parameters }) => {
    const card = await readCard(query, actor.practice, parameters['id']!)
    return card === null ? null : patientRoutes.read.output.parse(card)
  })

  get('/api/patients/:id/timeline', async ({ query, actor, parameters }) =>
    patientRoutes.timeline.output.parse(await readTimeline(query, actor.practice, parameters['id']!)),
  )

  get('/api/patients/:id/chart', async ({ query, actor, parameters }) => {
    const id = parameters['id']!
    const [patient, listed, rows] = await Promise.all([
      readCard(query, actor.practice, id),
      readTimeline(query, actor.practice, id),
      query.run<NoteRow>('notes', notes, actor.practice, id),
    ])
    return patient === null ? null : chartRoute.output.parse({ patient, timeline: listed, notes: notesOf(id, rows) })
  })

  post('/api/patients/find', 'read', async ({ query, actor, body }) => {
    const started = performance.now()
    const { text } = patientRoutes.find.input.parse(body)
    const digits = text.replace(/\D/g, '')
    const [family = '', given = ''] = fold(text).split(' ')
    const matches =
      digits.length >= 3
        ? await query.run<Match>('find-by-number', byNumber, actor.practice, `${digits}%`)
        : await query.run<Match>('find-by-name', byName, actor.practice, `${family}%`, `${given}%`)
    const reason = digits.length >= 3 ? 'NHS number' : 'Name'
    return patientRoutes.find.output.parse({
      matches: matches.slice(0, 20).map((one) => ({ ...one, reason })),
      took: Math.round(performance.now() - started),
      more: matches.length > 20,
      alike: 0,
    })
  })

  post('/api/patients', 'change', async ({ query, actor, body, retryKey }) => {
    const { duplicatesSeen, ...details } = patientRoutes.register.input.parse(body)
    const { practice, member } = actor
    const claimed = query.run('claim-key', claimKey, practice, member, retryKey)
    const { nhsNumber, phone, email, family, birthDate } = details
    const [found] = duplicatesSeen
      ? [[]]
      : await Promise.all([
          query.run<Match>('duplicates', duplicates, practice, nhsNumber, phone, email, fold(family), birthDate),
          claimed,
        ])
    if (found.length > 0)
      return { outcome: 'duplicates', duplicates: found.map((one) => ({ ...one, reason: 'Same NHS number' })) }
    const { id, content } = await writeResource(query, practice, toFhir(details))
    const answer = patientRoutes.register.output.parse({
      outcome: 'registered',
      patient: cardOf({ id, version: 1, content }, []),
    })
    await Promise.all([
      emit(query, actor, 'patient.changed', id, null),
      query.run('keep-answer', keepAnswer, practice, member, retryKey, JSON.stringify(answer)),
    ])
    return answer
  })
}
