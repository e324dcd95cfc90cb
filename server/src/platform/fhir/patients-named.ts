/**
 * Promise: no resource that names a patient anywhere, in what it contains and in extensions too, is left outside a patient's
 * compartment. Whose it is says the generated table (`docs/sealing-owners.md`); when the table's elements name nobody, every
 * patient who is mentioned.
 */
import { sealingOwners } from './generated/sealing-owners.ts'
import { readReference } from './references.ts'

export interface NamedPatient {
  /**
   * `self`: the resource is the Patient. `relative`, `absolute`, `conditional`, `urn`: as the reference is written; the type
   * of a `urn` can't be seen. `identifier`: a logical reference. `contained`: a Patient within the resource itself.
   */
  kind: 'self' | 'relative' | 'absolute' | 'conditional' | 'urn' | 'identifier' | 'contained'
  /** The reference as written; of an identifier `system|value`; of `self` `Patient/id`, or `Patient` without an id. */
  reference: string
  /** The FHIR id, where the text says it. */
  id: string | null
  /** Where it stands: `Observation.subject`, `Appointment.participant[1].actor` */
  path: string
}

export interface PatientsNamed {
  /** Whose record it is: each patient once, in the order of the resource. */
  owners: NamedPatient[]
  /** Mentioned, and no owners: performers, authors, informants. */
  others: NamedPatient[]
  /**
   * `patient` when there are owners. Else `practice`, or `unfiled` for documents and for what has an owner's element, or an
   * unresolved `urn:`, that may well mean a patient but doesn't say which.
   */
  place: 'patient' | 'practice' | 'unfiled'
}

type Json = Record<string, unknown>

interface Found extends NamedPatient {
  /** Without places in lists: `participant.actor` */
  element: string
  /** Certainly a patient, not a reference whose type can't be seen. */
  isPatient: boolean
}

interface Look {
  owning: ReadonlySet<string>
  found: Found[]
  /** An owner's element, or a urn, that may mean a patient. */
  isUnclear: boolean
}

/** 64 levels of FHIR, and the lists between them. */
const deepest = 200
/** Elements that mean the patient even when only an identifier stands there. */
const subjects = /(?:^|\.)(?:subject|patient|for|beneficiary|individual|candidate|sourcePatientInfo)$/
const owningElements = new Map<string, ReadonlySet<string>>()

/** @param resource as JSON.parse gives it; any JSON value gets an answer */
export function patientsNamed(resource: unknown): PatientsNamed {
  if (!isJson(resource)) return { owners: [], others: [], place: 'practice' }
  const type = textOf(resource['resourceType'])
  const entry = Object.hasOwn(sealingOwners, type) ? sealingOwners[type]! : { owns: [], otherwise: 'practice' as const }
  let owning = owningElements.get(type)
  if (owning === undefined) owningElements.set(type, (owning = new Set(entry.owns.flat())))
  const look: Look = { owning, found: [], isUnclear: false }
  walk(resource, '', type, 0, containedTypes(resource), look)
  const self = type === 'Patient' ? [own(resource, 'self', type)] : []
  const byRank = entry.owns.map((rank) => look.found.filter(({ element }) => rank.includes(element)))
  const certain = look.found.filter(({ isPatient }) => isPatient)
  const owners = [self, ...byRank, certain].find((list) => list.length > 0) ?? []
  const ownerKeys = new Set(owners.map(keyOf))
  const others = certain.filter((one) => !ownerKeys.has(keyOf(one)))
  const place = owners.length > 0 ? 'patient' : look.isUnclear ? 'unfiled' : entry.otherwise
  return { owners: once(owners), others: once(others), place }
}

/** An object may have a member `toString`: it is never asked for its text. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A patient is named twice when the id is the same, whichever version is meant. */
function keyOf({ kind, reference, id }: NamedPatient): string {
  return kind === 'relative' || kind === 'self' ? `Patient/${id}` : reference.replace(/\/_history\/.*$/, '')
}

function once(list: NamedPatient[]): NamedPatient[] {
  const byKey = new Map<string, NamedPatient>()
  for (const one of list) {
    const { kind, reference, id, path } = one
    const key = keyOf(one)
    if (!byKey.has(key)) byKey.set(key, { kind, reference, id, path })
  }
  return [...byKey.values()]
}

/** A Patient that is here itself: the resource, one that it contains, one in a Bundle. */
function own(patient: Json, kind: 'self' | 'relative' | 'contained', path: string): Found {
  const id = typeof patient['id'] === 'string' ? patient['id'] : null
  const reference = kind === 'contained' ? `#${id ?? ''}` : id === null ? 'Patient' : `Patient/${id}`
  return { kind, reference, id, path, element: '', isPatient: true }
}

/** Types by id of what a resource contains: the scope of `#id`. */
type Contained = ReadonlyMap<unknown, unknown>

function containedTypes(resource: Json): Contained {
  const contained = Array.isArray(resource['contained']) ? resource['contained'].filter(isJson) : []
  return new Map(contained.map((one) => [one['id'], one['resourceType']]))
}

function walk(value: object, element: string, path: string, depth: number, contained: Contained, look: Look): void {
  if (depth > deepest) {
    // Validation refuses it; what can't be seen to its end is at least nobody's but unfiled.
    look.isUnclear = true
    return
  }
  if (Array.isArray(value)) {
    for (const [at, one] of value.entries()) {
      if (typeof one === 'object' && one !== null)
        walk(one as object, element, `${path}[${at}]`, depth + 1, contained, look)
    }
    return
  }
  const json = value as Json
  if (depth > 0) lookAt(json, element, path, contained, look)
  const isDocument = depth > 0 && 'resourceType' in json && 'contained' in json
  const scope = isDocument ? containedTypes(json) : contained
  for (const key of Object.keys(json)) {
    const inside = json[key]
    if (typeof inside !== 'object' || inside === null) continue
    walk(inside, element === '' ? key : `${element}.${key}`, `${path}.${key}`, depth + 1, scope, look)
  }
}

function lookAt(value: Json, element: string, path: string, contained: Contained, look: Look): void {
  if (value['resourceType'] === 'Patient') {
    const isContained = path.includes('.contained[') || typeof value['id'] !== 'string'
    look.found.push(own(value, isContained ? 'contained' : 'relative', path))
  }
  const { reference, identifier, type } = value
  const isOwning = look.owning.has(element)
  const isSubject = isOwning && subjects.test(element)
  const saysPatient = type === 'Patient'
  if (typeof reference === 'string') lookAtLiteral(reference, type, { element, path, isOwning }, contained, look)
  else if (isJson(identifier) && (saysPatient || (isSubject && type === undefined))) {
    const named = `${textOf(identifier['system'])}|${textOf(identifier['value'])}`
    look.found.push({ kind: 'identifier', reference: named, id: null, path, element, isPatient: saysPatient })
  } else if ((saysPatient && 'display' in value) || (isSubject && type === undefined)) look.isUnclear = true
}

function lookAtLiteral(
  reference: string,
  said: unknown,
  { element, path, isOwning }: { element: string; path: string; isOwning: boolean },
  contained: Contained,
  look: Look,
): void {
  const { kind, type, id } = readReference(reference)
  const within = kind === 'contained' ? contained.get(id) : null
  const known = within ?? type ?? (typeof said === 'string' ? said : null)
  // An address that only looks like a patient's, with a query behind it for instance, is taken for one.
  const isPatient = known === 'Patient' || (known === null && kind !== 'contained' && /patient/i.test(reference))
  if (isPatient || (known === null && kind === 'urn' && isOwning)) {
    const named = type === 'Patient' || within === 'Patient' ? id : null
    look.found.push({ kind: kind === 'unclear' ? 'absolute' : kind, reference, id: named, path, element, isPatient })
  } else if (known === null && (kind === 'urn' || isOwning)) look.isUnclear = true
}
