import type { Incident } from '@candour/contract/incidents.ts'
import type { Call } from '../../platform/http/endpoint.ts'
import { entries as ledger, type EntryRow } from '../../platform/ledger/ledger.store.ts'
import { openEntry } from '../../platform/ledger/open-entry.ts'
import { range } from '../../platform/ledger/range.store.ts'
import { whoDid } from '../entries/list-entries.ts'
import { verbWords } from '../entries/words.ts'
import type { NamedMember } from '../members/list-members.ts'
import { showPractice } from '../practices/show-practice.ts'
import type { Found } from './find-incident.ts'
import { namesFor } from './handlers.ts'
import type { Step } from './incident-step.ts'
import { writtenFields } from './notice-drafts.ts'
import { entriesOf } from './read-incident-entries.ts'
import { showIncident, whoBy } from './show-incident.ts'

/** More than a regulator reads; where there are more the file says so. */
const mostEntries = 5_000
const actVerbs = [
  'open',
  'open-from-alert',
  'open-from-notice',
  'tell',
  'correct',
  'assess',
  'count',
  'decide-risk',
  'decide-telling',
  'confirm',
  'add-task',
  'change-task',
  'note',
  'save-notice',
  'record',
  'remind',
  'close',
  'reopen',
  'export',
].map((verb) => `incident.${verb}`)

interface FiledEntry {
  number: number
  at: string
  who: string
  what: string
  outcome: string
  from: string
  /** SHA-256 of its leaf (RFC 6962), as the practice's checkpoints cover it. */
  hash: string
}

export interface IncidentFile {
  format: 'candour/incident/1'
  practice: { name: string; town: string }
  takenOut: { at: string; by: string; reason: string }
  incident: Omit<Incident, 'can' | 'handlers' | 'notices' | 'revision'>
  notices: { notice: string; version: number; by: string; at: string; fields: { label: string; text: string }[] }[]
  /** What it rests on; without names of patients, who are none of the regulator's business yet. */
  entries: FiledEntry[]
  entriesLeftOut: boolean
  /** What was done in the case itself. */
  acts: FiledEntry[]
}

/** The case as it stood when it was taken out. SealBroken for an entry that was altered. */
export async function incidentFile(
  call: Call<unknown>,
  found: Found,
  last: Extract<Step, { step: 'exported' }>,
): Promise<IncidentFile> {
  const { opened, handlers } = found
  const then = { ...call, now: new Date(last.at) }
  const shown = await showIncident(then, opened, handlers)
  const { can: _can, handlers: _handlers, notices: _notices, revision: _revision, ...incident } = shown
  const names = await namesFor(call)
  const { name, town } = await showPractice(call)
  const rows = await entriesOf(call, opened.folded, mostEntries + 1)
  return {
    format: 'candour/incident/1',
    practice: { name, town },
    takenOut: { at: last.at, by: whoBy(last.by, names).name, reason: last.reason },
    incident,
    notices: opened.folded.saved.map(({ notice, version, by, at, fields }) => ({
      notice,
      version,
      by: whoBy(by, names).name,
      at,
      fields: writtenFields(notice, fields).map(({ label, text }) => ({ label, text })),
    })),
    entries: rows.slice(0, mostEntries).map((row) => filed(call, row, names)),
    entriesLeftOut: rows.length > mostEntries,
    acts: await actsOf(call, opened.id, last.number, names),
  }
}

async function actsOf(
  call: Call<unknown>,
  incident: string,
  upTo: number,
  names: Map<string, NamedMember>,
): Promise<FiledEntry[]> {
  const { tx, vault, keys } = call
  const whole = { from: 1, to: await ledger.size(tx) }
  const rows = await range.ofVerbs(tx, whole, actVerbs, false, mostEntries)
  return rows
    .filter((row) => {
      const { touched = [] } = openEntry(vault, keys, row)
      return touched.some(({ type, id, version }) => type === 'Incident' && id === incident && version <= upTo)
    })
    .map((row) => filed(call, row, names))
}

function filed(
  { vault, keys }: Pick<Call<unknown>, 'vault' | 'keys'>,
  row: EntryRow,
  names: Map<string, NamedMember>,
): FiledEntry {
  const detail = openEntry(vault, keys, row)
  const words = verbWords[row.verb] ?? row.verb
  return {
    number: row.number,
    at: row.at.toISOString(),
    who: whoDid(row, detail, names).name,
    what: words.replace(/ (of|to|under)$/, row.subjects.length > 0 ? ' $1 a patient' : ''),
    outcome: row.outcome,
    from: [detail.device, detail.address].filter((part) => part !== undefined && part !== '').join(' · ') || 'Candour',
    hash: row.leaf_hash.toString('hex'),
  }
}
