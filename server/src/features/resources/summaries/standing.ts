/** Whether something holds now, and the word for its state where it is worth one. */
import type { FhirResource } from '../check-resource.ts'
import type { Standing, Summary } from '../summary.ts'
import { codesOf, codeWords } from './datatypes.ts'

const current = [
  'active',
  'recurrence',
  'relapse',
  'in-progress',
  'on-hold',
  'onleave',
  'arrived',
  'triaged',
  'checked-in',
  'accepted',
]
const planned = [
  'planned',
  'draft',
  'proposed',
  'pending',
  'booked',
  'waitlist',
  'preparation',
  'intended',
  'registered',
]
const past = [
  'inactive',
  'remission',
  'resolved',
  'ended',
  'stopped',
  'cancelled',
  'not-taken',
  'not-done',
  'revoked',
  'rejected',
  'declined',
  'superseded',
  'noshow',
  'abandoned',
]
/** What one expects of something that is over and in order; saying so of each row would hide the ones that are not. */
const expected = ['completed', 'finished', 'final', 'current', 'fulfilled']
const wrong = ['entered-in-error', 'refuted']

type State = Pick<Summary, 'standing' | 'state'>

function standingOf(code: string): Standing {
  if (wrong.includes(code)) return 'in-error'
  if (current.includes(code)) return 'current'
  if (planned.includes(code)) return 'planned'
  return past.includes(code) ? 'past' : 'none'
}

/** Of what has one `status`. */
export function stateOf(resource: FhirResource): State {
  const code = typeof resource['status'] === 'string' ? resource['status'] : ''
  const standing = standingOf(code)
  return expected.includes(code) || code === '' ? { standing } : { standing, state: codeWords(code) }
}

/** Of medicines and plans, where also "completed" says something: it is over. */
export function courseStateOf(resource: FhirResource): State {
  const state = stateOf(resource)
  return resource['status'] === 'completed' ? { standing: 'past', state: 'completed' } : state
}

/** Of problems and allergies, which have a clinical and a verification status. */
export function clinicalStateOf(resource: FhirResource): State {
  const verified = codesOf(resource['verificationStatus'])
  const isWrong = verified.find((code) => wrong.includes(code))
  if (isWrong !== undefined) return { standing: 'in-error', state: codeWords(isWrong) }
  const clinical = codesOf(resource['clinicalStatus'])[0]
  const ended = Object.keys(resource).some((name) => name.startsWith('abatement'))
  const standing = clinical === undefined ? (ended ? 'past' : 'current') : standingOf(clinical)
  const doubt = verified.find((code) => code === 'provisional' || code === 'differential' || code === 'unconfirmed')
  const words = [clinical ?? (ended ? 'ended' : ''), doubt ?? ''].filter((one) => one !== '')
  return { standing, state: words.map(codeWords).join(', ') }
}
