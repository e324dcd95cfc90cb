/**
 * Where somebody was when they left: the same person comes back there, another one never does. Addresses and ids alone, for
 * this window.
 */
const whoPlace = 'candour-who'
const leftPlace = 'candour-left'
const lockDue = 'candour-lock-due'

export type Why = 'asked' | 'idle' | 'over' | 'ended'

interface Left {
  account: string
  practice: string
  href: string
  why: Why
}

/** Whose window this is; what another person left in it (the ids of open drafts) is forgotten. */
export function rememberWho(account: string) {
  const before = sessionStorage.getItem(whoPlace)
  if (before !== null && before !== account) sessionStorage.clear()
  sessionStorage.setItem(whoPlace, account)
}

export const whoWasHere = () => sessionStorage.getItem(whoPlace)

export function rememberLeft(left: Left) {
  sessionStorage.setItem(leftPlace, JSON.stringify(left))
}

export function whyLeft(): Why | null {
  return readLeft()?.why ?? null
}

function readLeft(): Left | null {
  const kept = sessionStorage.getItem(leftPlace)
  return kept === null ? null : (JSON.parse(kept) as Left)
}

/**
 * After signing in: where this person was, or what the link of a new window asked for. What another person left here, with the
 * ids of their drafts, is forgotten.
 */
export function placeOf(account: string, practice: string, asked: string | undefined): string {
  const who = whoWasHere()
  const left = readLeft()
  sessionStorage.removeItem(leftPlace)
  if (who !== null && who !== account) {
    sessionStorage.clear()
    rememberWho(account)
    return '/'
  }
  if (left !== null && left.account === account) return left.practice === practice ? left.href : '/'
  return asked ?? '/'
}

/** A lock that the server has not heard of yet: the next page tells it before it shows anything. */
export const isLockDue = () => localStorage.getItem(lockDue) !== null
export function setLockDue(isDue: boolean) {
  if (isDue) localStorage.setItem(lockDue, 'yes')
  else localStorage.removeItem(lockDue)
}
