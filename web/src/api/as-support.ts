/**
 * A window in which somebody of the operator's support looks into a practice: every call says so, and is answered by the
 * request that let them in, never by the session of a member in the same browser.
 */
import { supportHeader } from '@candour/contract/support.ts'

const place = 'candour-support'

/** The request that let this window in; null in the window of a member. */
export const supportRequest = () => sessionStorage.getItem(place)

export function beginAsSupport(request: string) {
  sessionStorage.setItem(place, request)
}

export function endAsSupport() {
  sessionStorage.clear()
}

export function asSupport(): Record<string, string> {
  const request = supportRequest()
  return request === null ? {} : { [supportHeader]: request }
}
