/** An entry of the practice's ledger: who did what, when, from where. */
import { z } from 'zod'
import { route } from './route.ts'
import { day } from './sign-ins.ts'
import { id, instant, line, person } from './shapes.ts'

export const entryKinds = ['all', 'opened', 'changed', 'signed-in', 'refused'] as const

/**
 * What is done all day and hardly ever looked for: signs of life of open windows, lists that name no record, saves of
 * one's own drafts. What was refused is never among it.
 */
export const routineVerbs = [
  'session.read',
  'session.list',
  'seat.read',
  'event.listen',
  'rules.read',
  'notice.list',
  'alert.list',
  'check.list',
  'review.list',
  'incident.list',
  'proof.show',
  'member.list',
  'recovery.list',
  'entry.list',
  'entry.list-own',
  'patient.recent',
  'patient.find',
  'patient.names',
  'draft.start',
  'draft.save',
  'draft.list',
  'draft.read',
  'unfiled.list',
  'transfer.list',
  'transfer.read',
  'table.read',
  'demo.offer',
  'demo.progress',
  'directory.fold',
  'restriction.read',
  'checkpoint.read',
  'checkpoint.anchors',
  'checkpoint.key',
  'checkpoint.daily',
  'support.now',
  'support.list',
]

export const entry = z.strictObject({
  number: z.int(),
  at: instant,
  who: person,
  kind: z.enum(['opened', 'changed', 'signed-in', 'refused']),
  /** The verb as the endpoint names it, for example `patient.register`. */
  verb: z.string(),
  /** In words: "Registered", "Opened the record of". */
  what: z.string(),
  /** The patient it was about, when there is one and the reader may see the name. */
  patient: z.strictObject({ id: z.string(), family: z.string(), given: z.string(), title: z.string() }).nullable(),
  from: z.string(),
  /** The stable code of the refusal, in words. */
  refusal: z.string().nullable(),
  /** SHA-256 of the leaf, hex. */
  hash: z.string(),
  /** It no longer hashes to its leaf: it was changed outside Candour, and nothing that it says is shown as if it were so. */
  altered: z.boolean(),
})
export type Entry = z.infer<typeof entry>

/** Acts that one looks for together. */
export const entryGroups = {
  'sent-out': [
    'transfer.start-export',
    'transfer.export-patient',
    'transfer.export',
    'transfer.pack',
    'transfer.download',
    'entry.export',
    'sign-in.export',
    'review.export',
    'support.export',
  ],
  glass: ['glass.break', 'glass.end', 'glass.settle'],
  restrictions: ['restriction.restrict', 'restriction.lift'],
  team: [
    'member.invite',
    'member.invite-again',
    'member.withdraw',
    'member.accept-invitation',
    'member.approve',
    'member.change-level',
    'member.give',
    'member.take',
    'member.end-grant',
    'member.say-own-record',
    'member.clear-own-record',
    'member.leave',
    'member.import',
  ],
  rules: ['rules.change', 'practice.lock', 'practice.unlock', 'provider.set', 'provider.revoke'],
  support: [
    'support.ask',
    'support.approve',
    'support.refuse',
    'support.open',
    'support.close',
    'support.end',
    'support.remove',
  ],
  imports: [
    'transfer.start-import',
    'transfer.start-keep',
    'transfer.import',
    'transfer.undo',
    'transfer.cancel',
    'table.start-keep',
    'table.start-undo',
  ],
  watching: ['alert.raise', 'alert.settle', 'alert.reopen', 'review.sign'],
} as const
export type EntryGroup = keyof typeof entryGroups
export const entryGroupNames = Object.keys(entryGroups) as [EntryGroup, ...EntryGroup[]]

const ofAnybody = {
  kind: z.enum(entryKinds).default('all'),
  group: z.enum(entryGroupNames).optional(),
  /** Days in London, both included. */
  from: day.optional(),
  to: day.optional(),
  /** Part of the address or the device. It lies sealed: what else is asked is looked through for it, newest first. */
  place: line(120).optional(),
  /** What was done in one session; sealed too. */
  session: id.optional(),
  /** `folded` leaves out `routineVerbs`. */
  routine: z.enum(['shown', 'folded']).default('shown'),
}

const filter = {
  ...ofAnybody,
  member: id.optional(),
  /** About this patient alone. */
  patient: z.string().max(64).optional(),
}
const before = z.coerce.number().int().min(1).optional()

const found = z.strictObject({
  entries: z.array(entry),
  /** Where to look further back; null: there is nothing older. With fewer entries than a page holds, it was looked through as far as this. */
  before: z.int().nullable(),
})

/** A value as it stood: words, a list of them, or nothing. */
const carried = z.union([z.string(), z.array(z.string())]).nullable()

/** What became of one thing. Of FHIR resources the two versions as they are kept; of all else the fields, in words. */
const change = z.discriminatedUnion('of', [
  z.strictObject({
    of: z.literal('resource'),
    type: z.string(),
    id: z.string(),
    /** In whose record it lies; null where it is in nobody's yet. */
    patient: z.string().nullable(),
    version: z.int(),
    /** `closed`: the reader may not open it. `altered`: it is not what the ledger marked. `large`: too much to compare here. */
    state: z.enum(['open', 'closed', 'altered', 'gone', 'large']),
    /** FHIR JSON; null before the first version, and after a deletion. */
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
  z.strictObject({
    of: z.literal('fields'),
    /** What it is: "Member", "Rules". */
    what: z.string(),
    state: z.enum(['open', 'closed']),
    fields: z.array(z.strictObject({ label: z.string(), before: carried, after: carried })),
  }),
])
export type EntryChange = z.infer<typeof change>
export type ResourceChange = Extract<EntryChange, { of: 'resource' }>
export type FieldsChange = Extract<EntryChange, { of: 'fields' }>

/** One entry with everything that the list has not. */
export const entryInFull = z.strictObject({
  entry,
  /** Null where the reader sees it as one of a record's history, and it is not theirs. */
  device: z.string().nullable(),
  address: z.string().nullable(),
  session: id.nullable(),
  /** The practice's location whose networks have the address, as the rules name them now. */
  location: z.string().nullable(),
  reason: z.string().nullable(),
  /** It has one, and the reader may not open the record that it is about. */
  reasonClosed: z.boolean(),
  facts: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  job: z.string().nullable(),
  request: z.string().nullable(),
  route: z.string().nullable(),
  changes: z.array(change),
  /** Changes beyond those that are shown. */
  more: z.int(),
  /** What it opened, beside what it changed: how many by type. */
  opened: z.array(z.strictObject({ type: z.string(), count: z.int() })),
})
export type EntryInFull = z.infer<typeof entryInFull>

export const exportFormats = ['csv', 'ndjson', 'fhir'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** What `entryExportPath` takes, as JSON; in the body, as a reason and a place may name somebody. */
export const entryExport = z.strictObject({
  ...filter,
  /** `fhir`: AuditEvents of FHIR R4 as NDJSON, as the bulk data specification has it. */
  format: z.enum(exportFormats),
  reason: line(300, 5),
})
export const entryExportPath = '/api/entries/export' as const

export const entryRoutes = {
  list: route({
    method: 'GET',
    path: '/api/entries',
    input: z.strictObject({ ...filter, before }),
    output: z.strictObject({
      ...found.shape,
      /** Of the whole practice. */
      total: z.int(),
      /** How many there are of what was asked, on the first page of a filter by what is not sealed; `isAll`: and no more. */
      matching: z.strictObject({ count: z.int(), isAll: z.boolean() }).nullable(),
      members: z.array(z.strictObject({ id, name: z.string() })),
    }),
  }),
  /** Any, for those who read the activity; one's own; and those about a record, for those who see who opened it. */
  read: route({
    method: 'GET',
    path: '/api/entries/:number',
    input: z.strictObject({ number: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
    output: entryInFull,
  }),
  /** What the reader did themselves. */
  listOwn: route({
    method: 'GET',
    path: '/api/entries/own',
    input: z.strictObject({ ...ofAnybody, before }),
    output: found,
  }),
  /** All who opened or changed a patient's record (`Patient`), or one resource in it. */
  listAbout: route({
    method: 'GET',
    path: '/api/entries/about/:type/:id',
    input: z.strictObject({ type: z.string().max(64), id: z.string().max(64), before }),
    output: found,
  }),
}
