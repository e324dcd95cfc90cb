/** Patients, notes, files, seals and entries of the pretend server; with its people, all that it can do. */
import { draftRoutes, type Draft } from '@candour/contract/drafts.ts'
import { entryRoutes } from '@candour/contract/entries.ts'
import { fileRoutes } from '@candour/contract/files.ts'
import { noteRoutes } from '@candour/contract/notes.ts'
import { patientRoutes, type PatientCard, type TimelineItem } from '@candour/contract/patients.ts'
import { sealRoutes } from '@candour/contract/seals.ts'
import { peopleVerbs } from './fake-people.ts'
import {
  ago,
  drafts,
  entries,
  files,
  hash,
  id,
  me,
  members,
  notes,
  nurse,
  patients,
  type FakeFile,
} from './fake-records.ts'
import { found, verb, type Verb } from './fake-verb.ts'
import { Refusal } from './refusal.ts'

const bin: Draft[] = []
const openedAt = new Map(patients.slice(0, 5).map((patient, place) => [patient.id, ago(30 + place * 340)]))

const patientOf = (patient: string) =>
  found(
    patients.find((each) => each.id === patient),
    'patient.not_found',
  )
const draftOf = (draft: string) =>
  found(
    drafts.find((each) => each.id === draft),
    'draft.not_found',
  )
const fileOf = (file: string) =>
  found(
    files.find((each) => each.id === file),
    'file.not_found',
  )
const replace = (draft: Draft) => {
  drafts[drafts.findIndex((each) => each.id === draft.id)] = draft
  return draft
}

const matchOf = (card: PatientCard, reason: string) => ({
  id: card.id,
  family: card.family,
  given: card.given,
  title: card.title,
  birthDate: card.birthDate,
  sex: card.sex,
  nhsNumber: card.nhsNumber,
  phone: card.phone,
  postcode: card.address?.postcode ?? null,
  reason,
})

function find(text: string) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return patients.flatMap((card) => {
    const names = `${card.family} ${card.given}`.toLowerCase().split(/[\s-]+/)
    const digits = `${card.nhsNumber ?? ''} ${card.birthDate.replace(/-/g, '')} ${card.phone?.replace(/\D/g, '')}`
    const hits = words.map((word) =>
      /^\d+$/.test(word) ? digits.includes(word) : names.some((name) => name.startsWith(word.slice(0, 4))),
    )
    if (!hits.every(Boolean)) return []
    const exact = words.every((word) => /^\d+$/.test(word) || names.some((name) => name.startsWith(word)))
    return [matchOf(card, exact ? 'Name' : '1 letter out')]
  })
}

function timelineOf(patient: string): TimelineItem[] {
  return [
    ...notes
      .filter((note) => note.patient === patient)
      .map((note) => ({
        kind: 'note' as const,
        type: 'Composition',
        id: note.id,
        version: note.version,
        title: note.title,
        at: note.finishedAt,
        author: note.author.name,
        preview: note.sections.at(-1)?.text.split('\n')[0] ?? '',
      })),
    ...files
      .filter((file) => file.patient === patient && file.size > 0)
      .map((file) => ({
        kind: file.kind,
        type: 'DocumentReference',
        id: file.id,
        version: 1,
        title: file.name,
        at: file.addedAt,
        author: file.author.name,
        preview: '',
      })),
  ].sort((one, other) => (one.at < other.at ? 1 : -1))
}

const cardOf = (draft: Draft) => {
  const card = patients.find((each) => each.id === draft.patient)
  return card === undefined
    ? null
    : {
        family: card.family,
        given: card.given,
        title: card.title,
        birthDate: card.birthDate,
        nhsNumber: card.nhsNumber,
      }
}

export function keepContent(file: string, data: Buffer): Omit<FakeFile, 'kind' | 'data'> {
  const there = fileOf(file)
  const type =
    data.subarray(0, 4).toString('latin1') === '%PDF'
      ? 'application/pdf'
      : data[0] === 0x89
        ? 'image/png'
        : 'image/jpeg'
  Object.assign(there, { data, size: data.length, mediaType: type, kind: type.startsWith('image') ? 'image' : 'file' })
  const { kind: _kind, data: _data, ...kept } = there
  return kept
}

export function contentOf(file: string): { data: Buffer; type: string } {
  const { data, mediaType } = fileOf(file)
  const svg = data?.subarray(0, 4).toString() === '<svg'
  return { data: data ?? Buffer.alloc(0), type: svg ? 'image/svg+xml' : mediaType }
}

export const verbs: Verb[] = [
  ...peopleVerbs,
  verb(patientRoutes.recent, () => ({
    patients: [...openedAt]
      .sort(([, one], [, other]) => (one < other ? 1 : -1))
      .slice(0, 10)
      .map(([patient, at]) => ({ ...matchOf(patientOf(patient), 'Opened lately'), openedAt: at })),
  })),
  verb(patientRoutes.find, ({ text }) => ({
    matches: text === '' ? [...openedAt.keys()].map((each) => matchOf(patientOf(each), 'Opened lately')) : find(text),
    took: 4.2,
    more: false,
  })),
  verb(patientRoutes.register, ({ duplicatesSeen, ...details }) => {
    const same = patients.filter(
      (each) =>
        each.birthDate === details.birthDate || (details.nhsNumber !== null && each.nhsNumber === details.nhsNumber),
    )
    const duplicates = same.filter((each) => each.nhsNumber !== null || details.nhsNumber === null)
    if (!duplicatesSeen && duplicates.length > 0)
      return { outcome: 'duplicates' as const, duplicates: duplicates.map((each) => matchOf(each, 'Same birth date')) }
    const patient: PatientCard = { ...details, id: id(), version: 1, diedAt: null }
    patients.push(patient)
    return { outcome: 'registered' as const, patient }
  }),
  verb(patientRoutes.read, (input) => {
    openedAt.set(input.id, ago(0))
    return patientOf(input.id)
  }),
  verb(patientRoutes.amend, ({ baseVersion, ...details }) => {
    const patient = patientOf(details.id)
    if (patient.version !== baseVersion || details.given === 'Clash') {
      patient.version += 1
      throw new Refusal('record.changed_meanwhile')
    }
    return Object.assign(patient, details, { version: baseVersion + 1 })
  }),
  verb(patientRoutes.timeline, (input) => {
    const all = timelineOf(input.id)
    const of = (kind: string) => all.filter((item) => kind === 'all' || item.kind === kind)
    const from = Number(input.cursor ?? 0)
    const items = of(input.kind)
    return {
      items: items.slice(from, from + 50),
      counts: {
        all: all.length,
        note: of('note').length,
        image: of('image').length,
        file: of('file').length,
        document: of('document').length,
      },
      cursor: from + 50 < items.length ? String(from + 50) : null,
    }
  }),
  verb(draftRoutes.list, () => ({ drafts: drafts.map((draft) => ({ ...draft, patientCard: cardOf(draft) })) })),
  verb(draftRoutes.start, (input) => {
    const amended = notes.find((note) => note.id === input.amends?.note)
    const draft: Draft = {
      id: input.id ?? id(),
      patient: input.patient,
      title: input.title,
      sections: input.sections,
      revision: 1,
      amends: amended === undefined ? null : { note: amended.id, version: amended.version },
      savedAt: ago(0),
      device: input.device,
      splitFrom: null,
    }
    drafts.unshift(draft)
    return draft
  }),
  verb(draftRoutes.read, (input) => draftOf(input.id)),
  verb(draftRoutes.save, ({ id: draft, baseRevision, ...text }) => {
    const there = draftOf(draft)
    const clash = text.sections.some((section) => section.text.includes('CLASH'))
    if (there.revision !== baseRevision || (clash && there.splitFrom === null)) {
      const other = replace({ ...there, revision: there.revision + 1, device: 'Safari on iPhone', savedAt: ago(0.3) })
      const own: Draft = { ...there, ...text, id: id(), revision: 1, savedAt: ago(0), splitFrom: there.id }
      drafts.unshift(own)
      return { outcome: 'split' as const, draft: own, other }
    }
    return {
      outcome: 'saved' as const,
      draft: replace({ ...there, ...text, revision: there.revision + 1, savedAt: ago(0) }),
    }
  }),
  verb(draftRoutes.file, (input) =>
    replace({ ...draftOf(input.id), patient: input.patient, revision: input.baseRevision + 1 }),
  ),
  verb(draftRoutes.discard, (input) => {
    bin.push(draftOf(input.id))
    drafts.splice(
      drafts.findIndex((each) => each.id === input.id),
      1,
    )
    return {}
  }),
  verb(draftRoutes.restore, (input) => {
    const draft = found(
      bin.find((each) => each.id === input.id),
      'draft.not_found',
    )
    drafts.unshift(draft)
    return draft
  }),
  verb(draftRoutes.finish, (input) => {
    const draft = draftOf(input.id)
    if (draft.patient === null) throw new Refusal('draft.no_patient')
    drafts.splice(drafts.indexOf(draft), 1)
    const before = notes.find((note) => note.id === draft.amends?.note)
    const version = (before?.version ?? 0) + 1
    const note = {
      id: before?.id ?? id(),
      patient: draft.patient,
      version,
      title: draft.title,
      status: version > 1 ? ('amended' as const) : ('final' as const),
      sections: draft.sections.filter((section) => section.text.trim() !== ''),
      author: me,
      finishedAt: ago(0),
      versions: [...(before?.versions ?? []), { version, at: ago(0), author: me }],
      can: ['amend' as const],
    }
    if (before !== undefined) notes.splice(notes.indexOf(before), 1)
    notes.unshift(note)
    return note
  }),
  verb(noteRoutes.read, (input) => {
    const note = found(
      notes.find((each) => each.id === input.id),
      'note.not_found',
    )
    return input.version === undefined ? note : { ...note, version: input.version }
  }),
  verb(fileRoutes.announce, (input) => {
    const file = input.id ?? id()
    const { patient, name } = input
    const contentUrl = `/api/files/${file}/content`
    files.unshift({
      id: file,
      patient,
      version: 1,
      name,
      mediaType: '',
      size: 0,
      addedAt: ago(0),
      author: me,
      sha256: hash(name),
      text: null,
      contentUrl,
      kind: 'file',
      data: null,
    })
    return { id: file, contentUrl }
  }),
  verb(fileRoutes.read, (input) => {
    const { kind: _kind, data: _data, ...file } = fileOf(input.id)
    return file
  }),
  verb(sealRoutes.read, (input) => {
    const version = notes.find((note) => note.id === input.id)?.version ?? 1
    return {
      type: input.type,
      id: input.id,
      version,
      versions: version,
      checkedAt: ago(0),
      construction: 'AES-256-GCM, key derived for each version',
      compartment: 'patient' as const,
      practiceKeyVersion: 3,
      author: me,
      writtenAt: ago(14),
      hash: hash(input.id),
      entry: 48_207,
      openedBy: [
        { at: ago(0.1), person: me, what: 'Opened the examination' },
        { at: ago(9), person: me, what: 'Opened the record' },
        { at: ago(12), person: nurse, what: 'Opened the examination' },
        { at: ago(13), person: me, what: 'Opened the examination' },
      ],
      openedByPeople: 2,
    }
  }),
  verb(entryRoutes.list, (input) => {
    const all = entries.filter(
      (entry) =>
        (input.kind === 'all' || entry.kind === input.kind) &&
        (input.member === undefined || entry.who.member === input.member),
    )
    const page = all.filter((entry) => input.before === undefined || entry.number < input.before).slice(0, 50)
    const last = page.at(-1)
    return {
      entries: page,
      before: last !== undefined && last !== all.at(-1) ? last.number : null,
      total: all.length,
      members: members.map(({ id: member, name }) => ({ id: member, name })),
    }
  }),
]
