/** What a twin is built of. The twin that Candour is compared with has what `plain` says; the others price one thing each. */
export interface Rungs {
  log: boolean
  /** Looked up in the transaction of what is asked; ahead of it, by itself, as Candour does; or once and for all. */
  sessions: 'within' | 'ahead' | 'remembered'
  /** Else what is asked for is answered from memory, after everything that the door does. */
  records: boolean
  /** Roles, policies, the practice on the wire. Needs sessions ahead: the practice has to be known. */
  rowSecurity: boolean
  /** Marks, an entry a request, one row of them a batch, numbered by Candour's sequencer. Needs row security. */
  ledger: boolean
  /** Candour's own verbs over its own tables. Needs the ledger. */
  sealing: boolean
}

export const plain: Rungs = {
  log: true,
  sessions: 'within',
  records: true,
  rowSecurity: false,
  ledger: false,
  sealing: false,
}
