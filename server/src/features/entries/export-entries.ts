import { csvText } from '@candour/contract/csv.ts'
import { entryExport, type ExportFormat } from '@candour/contract/entries.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Transactions } from '../../platform/database/transaction.ts'
import type { BytesInput, BytesOutcome, Call } from '../../platform/http/endpoint.ts'
import type { EntryFilter } from '../../platform/ledger/find-entries.store.ts'
import { entries } from '../../platform/ledger/ledger.store.ts'
import type { Directory } from '../directory/directory.ts'
import { nameMembers } from '../members/list-members.ts'
import { memberMay } from '../members/member-may.ts'
import { showPractice } from '../practices/show-practice.ts'
import { auditEventOf } from './audit-event.ts'
import { searchEntries, storeFilterOf, type EntryFilterAsked } from './search-entries.ts'
import { tellEntries, type ToldEntry } from './told-entry.ts'

export interface ExportOptions {
  inPractice: Transactions['inPractice']
  /** False once the session has ended, or reaches nothing any more. */
  stillSignedIn(call: Pick<Call<unknown>, 'actor'>): Promise<boolean>
  isStopping(): boolean
  now(): Date
}

/** Entries that are in memory at a time. */
const page = 500

const types: Record<ExportFormat, [mediaType: string, file: string]> = {
  csv: ['text/csv; charset=utf-8', 'activity.csv'],
  ndjson: ['application/x-ndjson; charset=utf-8', 'activity.ndjson'],
  fhir: ['application/fhir+ndjson; charset=utf-8', 'activity.fhir.ndjson'],
}

/**
 * All that the filter leaves, newest first, page by page while it is sent, each in a transaction of its own in which the reader
 * is looked at again, with their session and their permission; up to the entry that was the newest when it began. Throws
 * `input.invalid`, `input.not_json`, `patient.not_found`.
 */
export function exportEntries(directory: Directory, options: ExportOptions) {
  return async (call: Call<BytesInput>): Promise<BytesOutcome> => {
    const { format, reason, ...asked } = readAsked(call.input.body)
    const filter = await storeFilterOf(call, asked)
    const top = (await entries.size(call.tx)) + 1
    const [mediaType, file] = types[format]
    return {
      headers: {
        'content-type': mediaType,
        'content-disposition': `attachment; filename="${file}"`,
        'cache-control': 'private, no-store',
      },
      body: () => pages({ call, directory, options }, { filter, asked, top }, format),
      subjects: filter.about === null ? [] : [filter.about],
      reason,
      facts: { format },
    }
  }
}

function readAsked(body: Buffer) {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new AppError('input.not_json')
  }
  const parsed = entryExport.safeParse(value)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  throw new AppError('input.invalid', faults)
}

interface Exporting {
  call: Call<BytesInput>
  directory: Directory
  options: ExportOptions
}

interface Asked {
  filter: EntryFilter
  asked: EntryFilterAsked
  /** Above the newest entry. */
  top: number
}

const heading =
  'Entry,When,Who,Role,Kind,What,Patient,Device,Address,Session,Reason,Why refused,What changed,Verb,SHA-256'.split(',')

async function* pages(
  exporting: Exporting,
  { filter, asked, top }: Asked,
  format: ExportFormat,
): AsyncGenerator<string> {
  const { call, options } = exporting
  if (format === 'csv') yield csvText(heading, [])
  for (let before: number | null = top; before !== null;) {
    if (options.isStopping() || !(await options.stillSignedIn(call))) throw new AppError('session.ended')
    const from: number = before
    const came = await options.inPractice(call.actor.practice, async (tx) => {
      const now = options.now()
      tx.asker = { kind: 'member', member: call.actor.member, now }
      const within = { ...call, tx, now }
      if (!(await memberMay(within, call.actor, 'entry.read'))) throw new AppError('access.refused')
      const { rows, next } = await searchEntries(within, filter, asked, from, page)
      const told = await tellEntries(within, exporting.directory, rows, await nameMembers(within), filter.about)
      const practice = { id: call.actor.practice, name: (await showPractice(within)).name }
      return { text: textOf(told, format, practice), next }
    })
    if (came.text !== '') yield came.text
    before = came.next
  }
}

function textOf(told: ToldEntry[], format: ExportFormat, practice: { id: string; name: string }): string {
  if (told.length === 0) return ''
  if (format === 'csv') {
    const [first, ...rest] = told.map(rowOf)
    // Without the byte order mark, which stands at the beginning alone.
    return csvText(first!, rest).slice(1)
  }
  return told
    .map((one) => `${JSON.stringify(format === 'fhir' ? auditEventOf(one, practice) : lineOf(one))}\n`)
    .join('')
}

function lineOf({ entry, detail, reason, fields }: ToldEntry) {
  const { from: _from, ...shown } = entry
  const { device = null, address = null, session = null, job = null, request = null } = detail ?? {}
  return { ...shown, device, address, session, job, request, reason, fields }
}

function rowOf({ entry, detail, reason, fields }: ToldEntry): string[] {
  const { number, at, who, kind, what, patient, refusal, verb, hash } = entry
  const said = (value: string | string[] | null) => (value === null ? 'nothing' : [value].flat().join('; '))
  const changed = fields.flatMap((one) =>
    one.fields.map(({ label, before, after }) => `${one.what}, ${label}: ${said(before)} → ${said(after)}`),
  )
  return [
    String(number),
    at,
    who.name,
    who.role,
    kind,
    what,
    patient === null ? '' : `${patient.family}, ${patient.given}`,
    detail?.device ?? '',
    detail?.address ?? '',
    detail?.session ?? '',
    reason ?? '',
    refusal ?? '',
    changed.join('\n'),
    verb,
    hash,
  ]
}
