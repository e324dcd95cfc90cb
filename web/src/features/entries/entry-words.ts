/** An entry as a sentence: what was done, or tried, and whom it was about. */

/** `Opened the record of` takes the name as it is, `Opened a draft` with a word between, `Looked for a patient` a colon. */
export function joinerAfter(what: string): string {
  if (/(^Registered| (of|to|under|for|on|in|from|about|with))$/.test(what)) return ' '
  return / (note|draft)( in the bin| from the bin)?$/.test(what) ? ' about ' : ': '
}

/** `Opened a note of` as `Opened a note`: within a visit it is known whose. */
export function withoutWhom(what: string): string {
  return what.replace(/( in the record)? (of|to|under|for|on|in|from|about|with)$/, '')
}

const doing: Record<string, string> = {
  Accepted: 'accept',
  Added: 'add',
  Approved: 'approve',
  Began: 'begin',
  Changed: 'change',
  Discarded: 'discard',
  Filed: 'file',
  'Finished and sealed': 'finish and seal',
  Invited: 'invite',
  Kept: 'keep',
  Looked: 'look',
  Opened: 'open',
  Put: 'put',
  Read: 'read',
  Registered: 'register',
  Restored: 'restore',
  Saved: 'save',
  Signed: 'sign',
  Withdrew: 'withdraw',
}

/** What was refused did not happen: `Opened a note of` becomes `Tried to open a note of`. */
export function triedTo(what: string): string {
  const done = Object.keys(doing).find((verb) => what === verb || what.startsWith(`${verb} `))
  return done === undefined ? `Tried: ${what}` : `Tried to ${doing[done]}${what.slice(done.length)}`
}
