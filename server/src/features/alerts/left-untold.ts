import type { Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { alerts } from './alerts.store.ts'
import { pairOf, type Found, type Memory } from './memory.ts'
import { raiseAlert } from './raise-alert.ts'
import { alertId, openAlert, untoldUntil } from './sealed-alert.ts'

/**
 * What was settled as harmless between a member and a patient, for a time, is not told of again until then: the alert itself says
 * so, sealed and marked, and opening it again ends it. False when nothing was raised.
 */
export async function raiseUnlessQuiet(
  within: Within,
  memory: Memory,
  found: Found,
  publicOrigin: string,
): Promise<boolean> {
  const { member, at, facts } = found
  const patient = facts['patient']
  if (member === null || patient === undefined) return raiseAlert(within, found, publicOrigin)
  const pairs = (memory.pairs ??= {})
  const pair = pairOf(member, String(patient))
  const before = pairs[pair]
  if (before?.alert !== undefined && (await isQuiet(within, before.alert, at))) return false
  const isNew = await raiseAlert(within, found, publicOrigin)
  pairs[pair] = { last: before?.last ?? at, alert: alertId(within, found) }
  return isNew
}

/** An alert that was altered leaves nothing untold. */
async function isQuiet(within: Within, alert: string, at: number): Promise<boolean> {
  const row = await alerts.read(within.tx, alert)
  if (row === null) return false
  try {
    const until = untoldUntil(openAlert(within, row).facts)
    return until !== null && at < until
  } catch (error) {
    if (error instanceof SealBroken) return false
    throw error
  }
}
