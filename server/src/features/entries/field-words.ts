/** What changed in rows that are no FHIR resources, in words; the closed list of what is carried stands in the platform. */
import { alertVerdicts } from '@candour/contract/alerts.ts'
import type { FieldsChange } from '@candour/contract/entries.ts'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { verdicts } from '@candour/contract/glasses.ts'
import { permissionWords } from '@candour/contract/permission-words.ts'
import { levels, type Level, type Permission } from '@candour/contract/permissions.ts'
import type { Rules } from '@candour/contract/rules.ts'
import type { CarriedValue, CarryingTable, FieldChange } from '../../platform/ledger/changed-fields.ts'
import type { NamedMember } from '../members/list-members.ts'

/** Member ids and locations are named as they are now. */
interface Naming {
  names: Map<string, NamedMember>
  locations: Rules['locations']
}

const tableWords: Record<CarryingTable, string> = {
  member: 'Member',
  rules: 'Rules of the practice',
  restriction: 'Restriction of the record',
  glass: 'Emergency access',
  support: 'Access of support',
  alert: 'Alert',
  review: 'Review',
  retention: 'Details of the activity',
  checkpointMail: 'Daily checkpoint',
}

type Words = Record<string, [label: string, say?: (value: string, naming: Naming) => string]>

const yes = (value: string) => (value === 'true' ? 'Yes' : 'No')
const named = (member: string, { names }: Naming) => names.get(member)?.name ?? 'a member'
const minutes = (value: string) => (value === '1' ? '1 minute' : `${value} minutes`)
const days = (value: string) => (value === '1' ? '1 day' : `${value} days`)

function grant(said: string, { locations }: Naming): string {
  const [given, permission, ...rest] = said.split(' ')
  const after = (word: string) => (rest.includes(word) ? rest[rest.indexOf(word) + 1]! : null)
  const [until, at] = [after('until'), after('at')]
  return [
    `${given === 'given' ? 'Given' : 'Withdrawn'}: ${permissionWords[permission as Permission]?.may ?? permission}`,
    ...(at === null ? [] : [`at ${locations.find(({ id }) => id === at)?.name ?? 'a location that is no more'}`]),
    ...(until === null ? [] : [`until ${showDayAndTime(until)}`]),
  ].join(', ')
}

export const fieldWords: Record<CarryingTable, Words> = {
  member: {
    name: ['Name'],
    role: ['Role'],
    email: ['Email'],
    level: ['Level', (value) => levels[Number(value) as Level] ?? value],
    state: [
      'State',
      (value) => ({ invited: 'Invited', pending: 'Waiting', approved: 'Approved', left: 'Left' })[value] ?? value,
    ],
    grants: ['Beyond the level', grant],
    ownRecordSaid: ['Said which record is their own', showDayAndTime],
  },
  rules: {
    idleMinutes: ['A session ends when idle for', minutes],
    factorRequired: ['Second factor for everybody', yes],
    factorGraceDays: ['Time to set a second factor up', days],
    administratorPasskey: ['Passkey for administrators', yes],
    passwordMix: ['Passwords of mixed characters', yes],
    supportAllowed: ['Support may ask to be let in', yes],
    reviewMonths: [
      'Reviews',
      (value) => (value === '0' ? 'Never' : value === '1' ? 'Each month' : `Every ${value} months`),
    ],
    addresses: ['Open from', (value) => value],
    locations: ['Locations'],
    members: ['For one member', (value, naming) => `${named(value.slice(0, 36), naming)}:${value.slice(36)}`],
    locked: ['All access stopped', yes],
    signOnMode: [
      'Single sign-on',
      (value) => ({ off: 'Off', allowed: 'Allowed', required: 'Required' })[value] ?? value,
    ],
    signOnIssuer: ['Provider'],
    signOnClient: ['Known to the provider as'],
    signOnName: ['Provider’s name'],
    signOnStrong: ['Counts as a second factor'],
    signOnFreshMinutes: ['Asked again after', minutes],
  },
  restriction: { members: ['Opens to', named] },
  glass: {
    until: ['Lets in until', showDayAndTime],
    ended: ['Ended', showDayAndTime],
    verdict: ['Settled as', (value) => verdicts[value as keyof typeof verdicts] ?? value],
  },
  support: {
    state: [
      'State',
      (value) => ({ asked: 'Asked', approved: 'Let in', refused: 'Refused', ended: 'Ended' })[value] ?? value,
    ],
    minutes: ['For', minutes],
    until: ['Until', showDayAndTime],
  },
  alert: {
    state: ['State', (value) => (value === 'open' ? 'Open' : 'Settled')],
    verdict: ['Settled as', (value) => alertVerdicts[value as keyof typeof alertVerdicts] ?? value],
  },
  review: { from: ['From entry'], to: ['To entry'] },
  retention: { keepYears: ['Kept for', (value) => `${value} years`] },
  checkpointMail: { mailedTo: ['Mailed to'] },
}

/** One for each row that changed. */
export function fieldsInWords(changes: readonly FieldChange[], naming: Naming): FieldsChange[] {
  const rows = Map.groupBy(changes, ({ table, record }) => `${table} ${record}`)
  return [...rows.values()].map((fields) => {
    const { table, record } = fields[0]!
    const whose = table === 'member' ? naming.names.get(record)?.name : undefined
    return {
      of: 'fields',
      what: whose === undefined ? tableWords[table] : `${tableWords[table]}: ${whose}`,
      state: 'open',
      fields: fields.map(({ field, before, after }) => {
        const [label, say = (value: string) => value] = fieldWords[table][field] ?? [field]
        const inWords = (value: CarriedValue) => shown(value, (one) => say(one, naming))
        return { label, before: inWords(before), after: inWords(after) }
      }),
    }
  })
}

function shown(value: CarriedValue, say: (value: string) => string): string | string[] | null {
  if (value === null || value === '') return null
  return Array.isArray(value) ? (value.length === 0 ? null : value.map(say)) : say(String(value))
}
