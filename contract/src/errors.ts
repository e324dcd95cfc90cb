/**
 * The closed list of errors: code, status, and a text that is safe to show.
 * `docs/errors.md` is generated from it. Anything that is not here is a 500 with a request id.
 */
export const errors = {
  'input.invalid': [400, 'Something in the form needs another look. Nothing was changed.'],
  'input.not_json': [400, 'The request is not valid JSON. Nothing was changed.'],
  'input.too_large': [413, 'That is larger than Candour takes here. Nothing was changed.'],
  'input.unsupported_type': [415, 'Candour does not take this kind of content here. Nothing was changed.'],
  'route.not_found': [404, 'There is nothing at this address.'],
  'session.needed': [401, 'Please sign in.'],
  'session.ended': [401, 'Your session has ended. Sign in again; what you were writing was kept.'],
  'session.sign_in_failed': [401, 'This email and password do not belong together. Check both and try again.'],
  'session.throttled': [429, 'Too many tries. Wait five minutes, then try again.'],
  'session.ticket_invalid': [401, 'This took too long. Start signing in again.'],
  'session.factor_needed': [403, 'This practice asks for a second factor. Set one up; then everything is there again.'],
  'session.password_wrong': [401, 'This is not your password. Check it and try again.'],
  'session.proof_needed': [403, 'Show once more that it is you, then go on. Nothing was changed.'],
  'factor.refused': [401, 'This code is not right, or was used before. Wait for the next one, or use a recovery code.'],
  'factor.not_found': [404, 'You have no such second factor.'],
  'factor.none': [409, 'Set up a second factor first.'],
  'factor.last': [409, 'This practice asks for a second factor. Add another one before you remove this.'],
  'request.cross_site': [403, 'This request did not come from Candour itself, so nothing was done.'],
  'request.not_through_proxy': [403, 'Candour is reached through its proxy alone.'],
  'access.refused': [403, 'Your level in this practice does not include this. Ask a practice manager.'],
  'practice.trial_ended': [
    403,
    'The trial has ended, so the practice is read-only. Everything can still be read and printed; nothing is deleted.',
  ],
  'practice.not_found': [404, 'You are not a member of that practice.'],
  'demo.not_offered': [404, 'This installation opens no demonstrations.'],
  'agreement.outdated': [409, 'The agreement was renewed while you read it. Please read the new one.'],
  'password.refused': [400, 'Choose another password.'],
  'account.exists': [
    409,
    'An account with this email exists, and the password does not belong to it. Use its password, or another email.',
  ],
  'member.not_found': [404, 'There is no such member in this practice.'],
  'member.awaiting_approval': [
    403,
    'The practice has not approved you yet. Ask a practice manager, then sign in again.',
  ],
  'member.exists': [409, 'This person is a member of the practice already.'],
  'member.not_pending': [409, 'This member is not waiting for approval.'],
  'member.last_administrator': [409, 'This is the last administrator. Make somebody else administrator first.'],
  'member.above_own_level': [403, 'You can give levels up to your own.'],
  'member.invitation_invalid': [404, 'This invitation is not valid any more. Ask the practice for a new one.'],
  'patient.not_found': [404, 'There is no such patient in this practice.'],
  'patient.deleted': [
    410,
    'This patient was deleted. Whoever may delete patients can still read the record, or bring the patient back.',
  ],
  'patient.nhs_number_taken': [409, 'Another patient of this practice has this NHS number.'],
  'directory.rebuilding': [
    503,
    'The finder is being made again from the records. Try again in a minute; nothing was lost and nothing was changed.',
  ],
  'record.changed_meanwhile': [409, 'Somebody else changed this in the meantime. Nothing was overwritten.'],
  'record.altered': [500, 'This was altered outside Candour, so it stays closed.'],
  'draft.not_found': [404, 'There is no such draft.'],
  'draft.no_patient': [409, 'Choose the patient first. The draft is kept.'],
  'draft.empty': [400, 'There is nothing in this note yet.'],
  'note.not_found': [404, 'There is no such note in this practice.'],
  'file.not_found': [404, 'There is no such file in this practice.'],
  'file.type_refused': [
    415,
    'Candour does not keep this kind of file. Photos, PDF, sound, video and plain text are kept.',
  ],
  'file.truncated': [400, 'The file did not arrive whole. Nothing was kept; send it again.'],
  'file.already_there': [409, 'The bytes of this file are there already.'],
  'file.range_invalid': [416, 'The file has no such range.'],
  'notice.not_found': [404, 'There is no such notice.'],
  'resource.not_found': [404, 'There is no such resource.'],
  'resource.type_unknown': [404, 'There is no such type of resource in FHIR R4.'],
  'resource.invalid': [422, 'This is not a resource that Candour can keep. Nothing was changed.'],
  'resource.too_costly': [
    422,
    'Checking this resource takes more memory than there is for one. Nothing was changed; send it in parts.',
  ],
  'resource.gone': [410, 'This resource was deleted.'],
  'resource.move_refused': [
    403,
    'This record belongs to another patient. Your level in this practice does not include moving records. Ask a practice manager.',
  ],
  'resource.version_needed': [428, 'Say which version you are changing (If-Match).'],
  'resource.version_conflict': [412, 'The resource has a newer version. Nothing was overwritten.'],
  'transfer.not_found': [404, 'There is no such import or export.'],
  'transfer.one_table': [400, 'Import a table of patients (CSV) on its own, one at a time. Nothing was changed.'],
  'transfer.not_now': [409, 'This import or export is at another step by now. Nothing was changed.'],
  'transfer.expired': [410, 'This export is no longer kept. Make a new one.'],
  'request.repeated_differently': [422, 'This Idempotency-Key was used for another request.'],
  'keys.unreachable': [503, 'The keys cannot be reached, so everything stays closed. Nothing was lost.'],
  'ledger.unavailable': [503, 'The ledger cannot be written, so nothing was done and nothing was shown.'],
  'system.busy': [503, 'Candour is busy. Try again in a moment; nothing was changed.'],
  'system.unsure': [
    503,
    'The database broke off while this was being saved. Look whether it is there before you send it again.',
  ],
  'system.storage_full': [503, 'The disk is full, so nothing was kept. What was there is safe.'],
  'system.failed': [500, 'Something went wrong on our side. Nothing was changed.'],
} as const satisfies Record<string, readonly [status: number, text: string]>

export type ErrorCode = keyof typeof errors

/** The body of every error. */
export interface ErrorAnswer {
  error: {
    code: ErrorCode
    message: string
    requestId: string
    /** Which fields, by their path in the input, and what is wrong with each. */
    fields?: { path: string; message: string }[]
  }
}
