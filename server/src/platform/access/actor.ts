/** Promise: whoever acts is one of a closed set of kinds, and every act carries who, from where and, if asked, why. */
import type { Level, Permission } from '@candour/contract/permissions.ts'

/** Kinds that an entry of the ledger can name; clients, operators and patient links come with their features. */
export type ActorKind = 'member' | 'client' | 'operator' | 'patient-link' | 'job'

/** From where: the address as the connection (or a trusted proxy) tells it, and the device in words. */
export interface Origin {
  address: string
  device: string
}

export interface MemberActor {
  kind: 'member'
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
  /** The practice asks everybody for a second factor, this session has shown none, and the days to set one up are over. */
  factorDue: boolean
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

/** What the ledger keeps of a member: work that outlives a request is still entered under who asked for it. */
export type EnteredMember = Pick<MemberActor, 'kind' | 'practice' | 'member' | 'session' | 'origin'>

export type Actor = EnteredMember | JobActor | OperatorActor
