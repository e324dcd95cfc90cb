/**
 * Every column of the database, and why it may be as it is. `sealed`: opens only with a key that is not in the database.
 * `keyed`: a keyed hash, nobody without the key can test a guess. `hash`: of random or of sealed bytes. `wrapped`: a key under
 * another key. Else the reason why it may be readable: it names nobody (security.md, "What stays readable").
 */
export type Reading = 'sealed' | 'keyed' | 'hash' | 'wrapped' | `readable: ${string}`

const id = 'readable: internal id, random with a time'
const practice = 'readable: which practice a row belongs to'
const compartment = 'readable: compartment'
const member = 'readable: internal id of a member, says nothing without the sealed row'
const account = 'readable: internal id of an account'
const version = 'readable: version'
const keyVersion = 'readable: key version'
const time = 'readable: time, for operations'
const state = 'readable: state that names nobody'
const size = 'readable: size'
const position = 'readable: position in the order of transactions'
const kind = 'readable: a word of a fixed list'
const random: Reading = 'readable: random bytes'

export const closedList: Readonly<Record<string, Readonly<Record<string, Reading>>>> = {
  'candour.practice': {
    practice,
    kind,
    created_at: time,
    trial_ends_at: time,
    practice_compartment: compartment,
    token_compartment: compartment,
    directory_compartment: compartment,
    revision: version,
    sealed: 'sealed',
  },
  'candour.compartment': {
    practice,
    compartment,
    kind,
    practice_key_version: keyVersion,
    wrapped: 'wrapped',
    created_at: time,
    destroyed_at: time,
  },
  'candour.share': { practice, compartment, owner: compartment, wrapped: 'wrapped' },
  'candour.member': {
    practice,
    member,
    account,
    level: 'readable: level of access, a number from 0 to 4, asked at every request',
    state,
    revision: version,
    sealed: 'sealed',
    email_token: 'keyed',
    invitation_hash: 'hash',
    invitation_expires_at: time,
    created_at: time,
    approved_at: time,
  },
  'candour.agreement_acceptance': {
    practice,
    version: 'readable: version of the published agreement',
    text_hash: 'hash',
    accepted_at: time,
    member,
    sealed: 'sealed',
  },
  'candour.resource': {
    practice,
    type: 'readable: FHIR type',
    id: 'readable: internal id; of a FHIR id that is no UUID a keyed hash in the shape of one',
    version,
    compartment,
    last_updated: 'readable: last updated',
    deleted: 'readable: deleted',
    size,
    schema_version: 'readable: schema version',
    hash: 'hash',
    sealed: 'sealed',
    summary: 'sealed',
  },
  'candour.blob': {
    practice,
    blob: id,
    compartment,
    state,
    content: id,
    announced_size: size,
    revision: version,
    sealed: 'sealed',
    hashes: 'hash',
    root: 'hash',
    created_at: time,
  },
  'candour.draft': {
    practice,
    draft: id,
    member,
    compartment,
    revision: version,
    saved_at: time,
    discarded_at: time,
    sealed: 'sealed',
  },
  'candour.token': { practice, field: kind, token: 'keyed', patient: compartment },
  'candour.directory': {
    practice,
    patient: compartment,
    revision: version,
    xid: position,
    index_key: compartment,
    gone: 'readable: whether the patient is no longer there, for whoever folds it',
    sealed: 'sealed',
  },
  'candour.directory_block': {
    practice,
    block: id,
    first_patient: compartment,
    generation: version,
    index_key: compartment,
    sealed: 'sealed',
  },
  'candour.directory_old_key': { practice, index_key: compartment, replaced_at: time },
  'candour.event': { practice, event: id, xid: position, at: time, kind, patient: compartment, object: id, member },
  'candour.idempotency': {
    practice,
    member,
    key_hash: 'keyed',
    route: 'readable: template of the route, never the address',
    request_hash: 'keyed',
    compartment,
    sealed: 'sealed',
    at: time,
  },
  'candour.notice': {
    practice,
    notice: id,
    at: time,
    revision: version,
    sealed: 'sealed',
    dismissed_at: time,
  },
  'candour.job': {
    practice,
    job: id,
    name: kind,
    run_at: time,
    sealed: 'sealed',
    handed_over_at: time,
    done_at: time,
  },
  'gate.account': {
    account,
    email_token: 'keyed',
    installation_key_version: keyVersion,
    wrapped: 'wrapped',
    revision: version,
    sealed: 'sealed',
    password: 'sealed',
    created_at: time,
  },
  'gate.session': {
    token_hash: 'hash',
    session: id,
    account,
    practice,
    member,
    created_at: time,
    seen_at: time,
    ends_at: time,
    ended_at: time,
    sealed: 'sealed',
  },
  'gate.throttle': { subject: 'keyed', window_started_at: time, failures: 'readable: a count' },
  'gate.idempotency': { key_hash: 'keyed', request_hash: 'keyed', practice, member, account, at: time },
  'gate.installation': {
    single: 'readable: always true',
    token_compartment: compartment,
    installation_key_version: keyVersion,
    wrapped: 'wrapped',
  },
  'ledger.queue': {
    at: time,
    id,
    xid: position,
    practice,
    entries: 'readable: the columns of ledger.entry in JSON, the detail sealed',
  },
  'ledger.entry': {
    practice,
    number: 'readable: number of the entry',
    at: time,
    actor_kind: kind,
    actor: member,
    verb: kind,
    outcome: kind,
    subjects: compartment,
    nonce: random,
    detail: 'sealed',
    detail_hash: 'hash',
    leaf_hash: 'hash',
  },
  'ledger.posting': { practice, compartment, number: 'readable: number of an entry' },
  'ledger.head': { practice, size: 'readable: how many entries' },
  'ledger.mark': {
    practice,
    type: 'readable: FHIR type',
    id: 'readable: as candour.resource.id',
    version,
    compartment,
    hash: 'hash',
  },
  'ledger.position': { single: 'readable: always true', xid: position, fence: 'readable: a count' },
  'ops.lease': { name: kind, holder: id, fence: 'readable: a count', expires_at: time },
  'history.migration': {
    number: version,
    name: 'readable: name of a file of Candour',
    hash: 'hash',
    at: time,
  },
}

/** Of pg-boss's tables those columns that could carry what a job is about; its other columns are times, states and counts. */
export const queueColumns: Readonly<Record<string, Reading>> = {
  'job.name': kind,
  'job.data': 'readable: the practice alone; what a job is about stands sealed in candour.job',
  'job.output': 'readable: the class of a failure, never its message',
  'job.singleton_key': 'readable: not used',
  'job.group_id': 'readable: not used',
  'job.group_tier': 'readable: not used',
  'job.dead_letter': 'readable: not used',
  'job.policy': kind,
  'job.source_name': 'readable: not used',
  'job.source_output': 'readable: not used',
}
