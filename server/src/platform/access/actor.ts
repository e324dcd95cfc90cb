/** Promise: whoever acts is one of a closed set of kinds, and every act carries who, from where and, if asked, why. */
import type { Level, Permission } from '@candour/contract/permissions.ts'
import type { Rules } from '@candour/contract/rules.ts'

/** Kinds that an entry of the ledger can name; clients come with their feature. */
export type ActorKind = 'member' | 'support' | 'client' | 'operator' | 'patient-link' | 'job'

/** From where: the address as the connection (or a trusted proxy) tells it, and the device in words. */
export interface Origin {
  address: string
  device: string
}

/** `factor`: any second factor. */
export type FactorDue = 'factor' | 'passkey'

export interface MemberActor {
  /** `support`: somebody of the operator's, whom the practice let in; `member` is then the request by which it did. */
  kind: 'member' | 'support'
  practice: string
  member: string
  account: string
  session: string
  level: Level
  can: ReadonlySet<Permission>
  origin: Origin
  /** After the trial a practice reads and does not write. */
  readOnly: boolean
  /** Seconds since the person last proved to be there, by the database's clock. */
  provedAgo: number
  /** Nothing else is open before it is set up: a second factor, or an administrator's passkey. */
  factorDue: FactorDue | null
  /** What the practice has decided. */
  rules: Rules
  /** All access to the practice is stopped: only what leads out is open. */
  isLocked: boolean
  /** How the session was opened: `password`, `password+totp`, ... */
  how: string
  /** The name of somebody of support. */
  supportName?: string
}

/** Candour itself, working for a practice. */
export interface JobActor {
  kind: 'job'
  practice: string
  /** Which job, for example `trial.remind`. */
  job: string
}

/** Whoever works on the installation's own machine, with its keys: `candour import` and `candour export`. */
export interface OperatorActor {
  kind: 'operator'
  practice: string
  /** The command, for example `candour import`. */
  command: string
}

/** Whoever came by a link that the practice handed to a patient, and the code beside it: they see who looked at that record. */
export interface PatientLinkActor {
  kind: 'patient-link'
  practice: string
  link: string
  /** Whose record it is: the compartment. */
  patient: string
  origin: Origin
}

/** What the ledger keeps of a member: work that outlives a request is still entered under who asked for it. */
export type EnteredMember = Pick<MemberActor, 'kind' | 'practice' | 'member' | 'session' | 'origin' | 'supportName'>

export type Actor = EnteredMember | JobActor | OperatorActor | PatientLinkActor
