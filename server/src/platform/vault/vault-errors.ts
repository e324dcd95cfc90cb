/** Promise: what went wrong with keys or seals can be told and logged, and holds neither key nor data. */

export type SealFault = 'length' | 'commitment' | 'chunk' | 'payload'

/** Sealed bytes do not open: altered, cut, moved to another place, or under another key. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken'
  readonly fault: SealFault
  /** Which record, by the place where it was to be opened; an id, never a word of it. */
  readonly record: string | null
  constructor(fault: SealFault, record: string | null = null) {
    super(`sealed bytes do not open (${fault})`)
    this.fault = fault
    this.record = record
  }
}

/** The key service or keyring cannot be used now. Nothing opens until it can. */
export class KeysUnreachable extends Error {
  override readonly name = 'KeysUnreachable'
}

/** The key that this needs is no longer there. */
export class KeyDestroyed extends Error {
  override readonly name = 'KeyDestroyed'
}

/** The practice has a key already; nothing was changed. */
export class KeyExists extends Error {
  override readonly name = 'KeyExists'
}

/** Too many password jobs wait; answer 503 and let them try again. */
export class PasswordQueueFull extends Error {
  override readonly name = 'PasswordQueueFull'
  constructor() {
    super('too many sign-ins at once')
  }
}
