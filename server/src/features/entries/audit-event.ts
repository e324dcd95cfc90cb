/** An entry as a FHIR R4 AuditEvent: https://hl7.org/fhir/R4/auditevent.html. With pseudonymous ids, and names beside them. */
import { entryGroups } from '@candour/contract/entries.ts'
import { verbWords } from './words.ts'
import type { ToldEntry } from './told-entry.ts'

interface Coding {
  system: string
  code: string
  display: string
}

const dicom = (code: string, display: string): Coding => ({
  system: 'http://dicom.nema.org/resources/ontology/DCM',
  code,
  display,
})
const hl7 = (name: string, code: string, display: string): Coding => ({
  system: `http://terminology.hl7.org/CodeSystem/${name}`,
  code,
  display,
})

const exported = new Set<string>(entryGroups['sent-out'])

function typeOf({ entry: { verb, kind }, about }: ToldEntry): Coding {
  if (exported.has(verb)) return dicom('110106', 'Export')
  if (/^(transfer|table)\.(start-)?(import|keep|undo)$/.test(verb)) return dicom('110107', 'Import')
  if (kind === 'signed-in' || /^(session|seat|factor|password|recovery|provider)\./.test(verb))
    return dicom('110114', 'User Authentication')
  if (/^(alert|notice)\./.test(verb)) return dicom('110113', 'Security Alert')
  if (about.patients.length > 0 || about.others > 0) return dicom('110110', 'Patient Record')
  return dicom('110100', 'Application Activity')
}

/** R4's actions are create, read, update, delete and execute. */
function actionOf({ verb, kind }: ToldEntry['entry']): string {
  if (kind === 'signed-in') return 'E'
  if (
    /[.-](read|list|find|chart|timeline|names|vread|history|recent|export|download|listen|progress|check)$/.test(verb)
  )
    return 'R'
  if (/\.(register|create|start|invite|announce|break|upload|give|raise)$/.test(verb)) return 'C'
  if (/\.(delete|remove|withdraw|discard|destroy|expire|revoke)$/.test(verb)) return 'D'
  return kind === 'opened' ? 'R' : 'U'
}

const uuid = (value: string) => ({ system: 'urn:ietf:rfc:3986', value: `urn:uuid:${value}` })

function agentOf({ entry: { who }, row, detail }: ToldEntry) {
  const { address } = detail ?? {}
  const isProgram = row.actor_kind === 'job' || row.actor_kind === 'operator'
  return {
    ...(isProgram && { type: { coding: [dicom('110150', 'Application')] } }),
    ...(who.role !== '' && { role: [{ text: who.role }] }),
    who: { ...(row.actor !== null && { identifier: uuid(row.actor) }), display: who.name },
    ...(row.actor !== null && { altId: row.actor }),
    name: who.name,
    requestor: true,
    ...(address !== undefined && address !== '' && { network: { address, type: '2' } }),
  }
}

const person = hl7('audit-entity-type', '1', 'Person')
const patientRole = hl7('object-role', '1', 'Patient')
const userRole = hl7('object-role', '11', 'User')
const thing = hl7('audit-entity-type', '2', 'System Object')

/** Each touched version, so far; a bulk export says how many there are besides. */
const mostVersions = 50

function entitiesOf({ entry, detail, about }: ToldEntry) {
  const { patient, number, hash, verb } = entry
  const touched = detail?.touched ?? []
  const seen = about.others === 0 ? touched : []
  return [
    ...about.patients.map((id) => ({
      what: {
        reference: `Patient/${id}`,
        ...(patient?.id === id && { display: `${patient.family}, ${patient.given}` }),
      },
      type: person,
      role: patientRole,
    })),
    ...about.members.map(({ id, name }) => ({
      what: { identifier: uuid(id), display: name },
      type: person,
      role: userRole,
    })),
    ...(about.others > 0
      ? [{ type: person, description: `${about.others} whose record the reader may not open` }]
      : []),
    ...seen.slice(0, mostVersions).map(({ type, id, version, written }) => ({
      what: { type, identifier: uuid(id) },
      type: thing,
      description: `${type}, version ${version}, ${written === true ? 'written' : 'opened'}`,
    })),
    {
      what: { identifier: { system: 'urn:candour:ledger:entry', value: String(number) } },
      type: thing,
      description: 'The entry of the ledger',
      detail: [
        { type: 'verb', valueString: verb },
        { type: 'leaf-sha256', valueString: hash },
        ...(seen.length > mostVersions
          ? [{ type: 'more-versions', valueString: String(seen.length - mostVersions) }]
          : []),
        ...(detail?.session === undefined || detail.session === ''
          ? []
          : [{ type: 'session', valueString: detail.session }]),
      ],
    },
  ]
}

function purposesOf({ entry: { verb }, reason }: ToldEntry) {
  if (reason === null) return {}
  const broken = verb === 'glass.break' && { coding: [hl7('v3-ActReason', 'BTG', 'break the glass')] }
  return { purposeOfEvent: [{ ...broken, text: reason }] }
}

/** @param practice its id and name */
export function auditEventOf(told: ToldEntry, practice: { id: string; name: string }) {
  const { at, verb, refusal, altered, number, device } = { ...told.entry, device: told.detail?.device }
  const outcome = altered ? '8' : told.entry.kind === 'refused' ? '4' : '0'
  const said = altered ? told.entry.what : refusal
  return {
    resourceType: 'AuditEvent',
    id: `entry-${number}`,
    type: typeOf(told),
    subtype: [{ system: 'urn:candour:ledger:verb', code: verb, display: verbWords[verb] ?? verb }],
    action: actionOf(told.entry),
    period: { start: at, end: at },
    recorded: at,
    outcome,
    ...(said !== null && { outcomeDesc: said }),
    ...purposesOf(told),
    agent: [agentOf(told)],
    source: {
      site: practice.name,
      observer: {
        identifier: uuid(practice.id),
        display: device === undefined ? 'Candour' : `Candour, used from ${device}`,
      },
      type: [hl7('security-source-type', '4', 'Application Server')],
    },
    entity: entitiesOf(told),
  }
}
