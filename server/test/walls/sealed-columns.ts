/** Every column that holds bytes: how one of its rows is found, and which call reads it. */
import type { Answer } from '../browser.ts'
import { colleague, enrolApp, password, signIn as signInAgain } from '../people.ts'
import { startDraft, type House } from './house.ts'

export interface SealedColumn {
  table: string
  column: string
  /** Finds one row. */
  where: string
  values: unknown[]
  read(): Promise<Answer>
  /** Read before anybody's practice is known: there is nobody to tell yet, so the operator's log has it. */
  atGate?: true
}

export async function sealedColumns(house: House): Promise<SealedColumn[]> {
  const { practice, patient, note, file, admin, candour, owner } = house
  const get = (path: string) => () => admin.browser.send('GET', path)
  const nurse = await colleague(candour, admin, 2)
  const { id: factor } = await enrolApp(nurse)
  const draft = await startDraft(admin, patient.id)
  const kept = { title: 'Kept', sections: [], device: '', patient: null }
  const repeat = { 'idempotency-key': 'repeated-0001', 'content-type': 'application/json' }
  const repeated = () => admin.browser.send('POST', '/api/drafts', JSON.stringify(kept), repeat)
  await repeated()
  await candour.settle()
  const [entry] = await owner.rows<{ number: number }>(
    `select number from ledger.entry where practice = $1 and verb = 'patient.register' order by number limit 1`,
    [practice],
  )
  const signIn = () =>
    candour.visitor().send('POST', '/api/sessions', JSON.stringify({ email: admin.email, password }), {
      'content-type': 'application/json',
    })
  const account = admin.session.account.id
  // The page shows from where one signed in the last time: that is another session's row.
  const later = await signInAgain(candour, admin.email)
  const version = 'practice = $1 and type = $2 and id = $3'
  const patientRow = {
    where: version,
    values: [practice, 'Patient', patient.id],
    read: get(`/api/patients/${patient.id}`),
  }
  const noteRow = { where: version, values: [practice, 'Composition', note], read: get(`/api/notes/${note}`) }
  const fhirRow = { ...noteRow, read: get(`/fhir/R4/Composition/${note}`) }
  const blobRow = { where: 'practice = $1 and blob = $2', values: [practice, file] }
  const content = get(`/api/files/${file}/content`)
  const entryRow = {
    where: 'practice = $1 and number = $2',
    values: [practice, entry!.number],
    read: get(`/api/entries/${entry!.number}`),
  }
  const accountRow = { where: 'account = $1', values: [account], read: signIn, atGate: true as const }
  return [
    {
      table: 'candour.practice',
      column: 'sealed',
      where: 'practice = $1',
      values: [practice],
      read: get('/api/sessions/current'),
    },
    {
      table: 'candour.compartment',
      column: 'wrapped',
      where: 'practice = $1 and compartment = $2',
      values: [practice, patient.id],
      read: patientRow.read,
    },
    {
      table: 'candour.member',
      column: 'sealed',
      where: 'practice = $1 and member = $2',
      values: [practice, admin.session.member.id],
      read: get('/api/members'),
    },
    { table: 'candour.resource', column: 'sealed', ...patientRow },
    { table: 'candour.resource', column: 'sealed', ...fhirRow },
    { table: 'candour.resource', column: 'hash', ...noteRow },
    { table: 'candour.resource', column: 'summary', ...noteRow, read: get(`/api/patients/${patient.id}/timeline`) },
    { table: 'candour.resource', column: 'hash', ...fhirRow },
    { table: 'ledger.mark', column: 'hash', ...noteRow },
    { table: 'ledger.mark', column: 'hash', ...fhirRow },
    { table: 'candour.blob', column: 'sealed', ...blobRow, read: get(`/api/files/${file}`) },
    { table: 'candour.blob', column: 'sealed', ...blobRow, read: content },
    { table: 'candour.blob', column: 'hashes', ...blobRow, read: content },
    { table: 'candour.blob', column: 'root', ...blobRow, read: content },
    {
      table: 'candour.draft',
      column: 'sealed',
      where: 'practice = $1 and draft = $2',
      values: [practice, draft.id],
      read: get(`/api/drafts/${draft.id}`),
    },
    {
      table: 'candour.idempotency',
      column: 'sealed',
      where:
        'practice = $1 and sealed is not null and at = (select max(at) from candour.idempotency where practice = $1)',
      values: [practice],
      read: repeated,
    },
    { table: 'ledger.entry', column: 'detail', ...entryRow },
    { table: 'ledger.entry', column: 'nonce', ...entryRow },
    { table: 'ledger.entry', column: 'leaf_hash', ...entryRow },
    {
      table: 'candour.rules',
      column: 'sealed',
      where: 'practice = $1',
      values: [house.practice],
      read: get('/api/rules'),
    },
    { table: 'gate.account', column: 'sealed', ...accountRow },
    { table: 'gate.account', column: 'password', ...accountRow },
    { table: 'gate.account', column: 'wrapped', ...accountRow },
    {
      table: 'gate.account',
      column: 'factors_bound',
      where: 'account = $1',
      values: [account],
      read: get('/api/sessions/current'),
    },
    {
      table: 'gate.factor',
      column: 'sealed',
      where: 'factor = $1',
      values: [factor],
      read: () => nurse.browser.send('GET', '/api/factors'),
    },
    {
      table: 'candour.mail',
      column: 'sealed',
      where: 'account = $1',
      values: [nurse.session.account.id],
      read: () => candour.visitor().send('GET', '/api/mails'),
      atGate: true,
    },
    {
      table: 'gate.session',
      column: 'sealed',
      where: 'account = $1 and created_at = (select min(created_at) from gate.session where account = $1)',
      values: [account],
      read: () => later.browser.send('GET', '/api/sessions/current'),
    },
  ]
}

/** Columns of bytes that no call opens, and what an alteration of each leads to. */
export const notOpened: Record<string, string> = {
  'candour.access_link.sealed': 'access-links/access-links.test.ts',
  'candour.access_link.token_hash': 'finds the row, and has to fit its seal: access-links/access-links.test.ts',
  'candour.access_link.visit_hash': 'finds the row, and has to fit its seal: access-links/access-links.test.ts',
  'candour.hold.sealed': 'holds/holds.test.ts: then all is held',
  'candour.retention.sealed': 'retention/retention.test.ts: then nothing goes',
  'ledger.entry.removed': 'compared where a detail was removed: retention/retention.test.ts',
  'candour.agreement_acceptance.sealed': 'shown by no page yet',
  'candour.alert.sealed': 'alerts/alerts.test.ts',
  'candour.check_state.sealed': 'checks/checks.test.ts: failing, and found anew',
  'candour.check_change.sealed': 'checks/checks.test.ts: named in the history',
  'candour.scrub_fault.expected': 'what the ledger says: it is found again by the next pass',
  'candour.evidence.sealed': 'evidence/evidence.test.ts',
  'candour.evidence_owner.sealed': 'evidence/evidence.test.ts',
  'candour.publication.sealed': 'promises/proof.test.ts',
  'candour.publication.name_hash': 'finds the page; altered, no page is there: promises/proof.test.ts',
  'candour.pack.sealed': 'promises/proof.test.ts',
  'candour.review.sealed': 'reviews/reviews.test.ts',
  'candour.incident_step.sealed': 'incidents/incidents-kept.test.ts',
  'ledger.watch.sealed': 'alerts/alerts.test.ts: everything is looked through again',
  'candour.checkpoint_mail.sealed': 'checkpoints/daily-checkpoints.test.ts',
  'candour.agreement_acceptance.text_hash': 'shown by no page yet',
  'candour.directory.sealed': 'made again from the record: rebuild-directory.test.ts',
  'candour.directory_block.sealed': 'made again from the records: altered-finder.test.ts',
  'candour.directory_rebuild.sealed': 'there while the finder is made again: rebuild-directory.test.ts',
  'candour.idempotency.key_hash': 'finds the row; altered, the request counts as new',
  'candour.idempotency.request_hash': 'compared; altered, the request is refused as another one',
  'candour.job.sealed': 'opened by jobs: altered-rows.test.ts',
  'candour.member.email_token': 'finds the row',
  'candour.member.invitation_hash': 'finds the row; altered, the link is not valid',
  'candour.notice.sealed': 'told in altered-rows.test.ts: its own list is what stays closed',
  'candour.glass.sealed': 'restrictions/restrictions.test.ts',
  'candour.restriction.sealed': 'restrictions/restrictions.test.ts',
  'candour.share.wrapped': 'opened for what several patients own: whose-record.test.ts',
  'candour.support.sealed': 'walls/support.test.ts',
  'candour.token.token': 'finds the row',
  'candour.transfer.sealed': 'transfers/import.test.ts',
  'candour.transfer_part.sealed': 'transfers/import.test.ts',
  'gate.account.email_token': 'finds the row; altered, nobody signs in',
  'gate.device.bound': 'compared; altered, the device is a stranger: seats/seats.test.ts',
  'gate.device.sealed': 'opened for the home page of another device: sessions/sessions.test.ts',
  'gate.device.token_hash': 'finds the row; altered, the device is a stranger',
  'gate.held_email.email_token': 'finds the row',
  'gate.seat.bound': 'compared; altered, the code is off: seats/seats.test.ts',
  'gate.seat.pin': 'opened by the short code: seats/seats.test.ts',
  'gate.challenge.challenge_hash': 'finds the row; altered, a passkey’s answer could be sent again within five minutes',
  'gate.factor.token': 'bound with the other factors of the account: factors/passkeys.test.ts',
  'gate.recovery.sealed': 'recoveries/recoveries.test.ts',
  'gate.recovery.token_hash': 'finds the row, and is bound into its seal; altered, the request is over',
  'gate.idempotency.key_hash': 'finds the row',
  'gate.idempotency.request_hash': 'compared; altered, the request is refused as another one',
  'gate.installation.wrapped': 'opened at the start: altered-rows.test.ts',
  'gate.session.bound': 'compared at every request; altered, the session has ended: walls/sessions.test.ts',
  'gate.session.token_hash': 'finds the row; altered, the session is gone',
  'gate.support_code.bound': 'compared; altered, the code names nobody: walls/support.test.ts',
  'gate.support_code.token': 'finds the row',
  'gate.support_passkey.sealed': 'opened when somebody of support signs in; altered, nobody does',
  'gate.support_passkey.token': 'bound with the other passkeys of the person: walls/support.test.ts',
  'gate.support_person.email_token': 'finds the row, for the operator’s own commands',
  'gate.support_person.factors_bound': 'compared at every sign-in as support: walls/support.test.ts',
  'gate.support_person.link_bound': 'compared; altered, the link is not valid: walls/support.test.ts',
  'gate.support_person.link_hash': 'finds the row; altered, the link is not valid',
  'gate.support_person.sealed': 'opened at every request of support; altered, nobody is in',
  'gate.support_person.wrapped': 'opened at every request of support; altered, nobody is in',
  'gate.support_session.bound': 'compared at every request; altered, the session has ended: walls/support.test.ts',
  'gate.support_session.token_hash': 'finds the row; altered, the session is gone',
  'gate.ticket.sealed': 'opened by the second step: sessions/second-step.test.ts',
  'gate.ticket.token_hash': 'finds the row; altered, the ticket is none',
  'gate.streak.subject': 'finds the row',
  'gate.throttle.subject': 'finds the row',
  'ledger.anchor.nonce': 'the hash in the tree of all does not come out: candour verify',
  'ledger.anchor.root': 'the same',
  'ledger.checkpoint.note': 'checkpoints/checkpoints.test.ts',
  'ledger.global.frontier': 'faults/trees.test.ts',
  'ledger.global.note': 'its signature is looked at before it is shown',
  'ledger.global.public_key': 'compared at the start: walls/lost-signing-key.test.ts',
  'ledger.global_leaf.hash': 'public; it does not fit the tile',
  'ledger.global_tile.hashes': 'faults/trees.test.ts',
  'ledger.head.frontier': 'walls/trees.test.ts',
  'ledger.tile.hashes': 'walls/trees.test.ts',
  'ledger.entry.detail_hash': 'computed afresh from the detail at every reading',
}
