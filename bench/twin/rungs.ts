/** What a twin is built of. The twin that Candour is compared with has the first three; the others price one thing each. */
export interface Rungs {
  log: boolean
  sessions: boolean
  /** Else what is asked for is answered from memory, after everything that the door does. */
  records: boolean
  rowSecurity: boolean
  /** Marks, an entry a request, one row of them a batch, numbered by Candour's sequencer. Needs row security. */
  ledger: boolean
  /** Candour's own verbs over its own tables. Needs the ledger. */
  sealing: boolean
}

export const plain: Rungs = {
  log: true,
  sessions: true,
  records: true,
  rowSecurity: false,
  ledger: false,
  sealing: false,
}
