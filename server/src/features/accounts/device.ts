import type { Origin } from '../../platform/access/actor.ts'
import type { Across } from '../../platform/database/workspace.ts'
import { newId } from '../../platform/vault/ids.ts'
import { hashToken, mintToken } from '../../platform/vault/tokens.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from './account.ts'
import { devices, type DeviceRow } from './devices.store.ts'

/** A browser that is known again by its cookie, whoever uses it. */
export interface KnownDevice {
  device: string
  token: string
}

function place(device: string, account: string) {
  return { table: 'gate.device', field: 'sealed', record: `${device} ${account}`, revision: 1, schema: 1 }
}

/** What is sealed of one: from where it was used first, and the practices that it knows where no other way in was ever used there. */
type DeviceFacts = Origin & { only?: string[] }

function openDevice(
  vault: Vault,
  { account, key }: Pick<OpenedAccount, 'account' | 'key'>,
  row: DeviceRow,
): DeviceFacts {
  return JSON.parse(vault.open(key, place(row.device, account), row.sealed).toString()) as DeviceFacts
}

const fieldsOf = (device: string, account: string, tokenHash: Buffer) => [device, account, tokenHash.toString('base64')]

/** The accounts that have signed in at the browser of this cookie; rows that Candour did not write count for nothing. */
export async function accountsAt(
  gate: Across,
  vault: Vault,
  token: string | undefined,
): Promise<{ device: string; account: string }[]> {
  if (token === undefined || !/^[\w-]{43}$/.test(token)) return []
  const rows = await devices.byToken(gate, hashToken(token))
  return rows.filter((row) => isOwn(vault, row)).map(({ device, account }) => ({ device, account }))
}

function isOwn(vault: Vault, { device, account, token_hash: tokenHash, bound }: DeviceRow): boolean {
  return vault.isBound('device', fieldsOf(device, account, tokenHash), bound)
}

/**
 * Whether somebody signed in to this account before with the browser that brings `token`: its id, or null. What was put into
 * the database without Candour is not known.
 */
export async function findDevice(
  gate: Across,
  vault: Vault,
  token: string | undefined,
  account: string,
): Promise<string | null> {
  return (await accountsAt(gate, vault, token)).find((one) => one.account === account)?.device ?? null
}

/**
 * Whether the browser of this cookie knows that this account belongs to `practice`: any that the person has, but where they came
 * by a practice's provider alone, that one. Throws SealBroken.
 */
export async function practicesKnownAt(
  gate: Across,
  vault: Vault,
  token: string | undefined,
  account: Pick<OpenedAccount, 'account' | 'key'>,
): Promise<(practice: string) => boolean> {
  const row = token === undefined ? undefined : await findRow(gate, vault, token, account.account)
  if (row === undefined) return () => false
  const { only } = openDevice(vault, account, row)
  return (practice) => only === undefined || only.includes(practice)
}

async function findRow(gate: Across, vault: Vault, token: string, account: string): Promise<DeviceRow | undefined> {
  return (await devices.byToken(gate, hashToken(token))).find((row) => row.account === account && isOwn(vault, row))
}

/** Whoever was known is not, until the next sign-in. */
export async function forgetDevices(gate: Across, account: string): Promise<void> {
  await devices.forgetAll(gate, account)
}

/**
 * At a sign-in: the browser is known from now on; `isNew` where this account has never used it before.
 * @param only the practice whose provider alone let the person in; null for any other way
 */
export async function rememberDevice(
  gate: Across,
  vault: Vault,
  { account, key }: Pick<OpenedAccount, 'account' | 'key'>,
  origin: Origin,
  token: string | undefined,
  only: string | null,
): Promise<KnownDevice & { isNew: boolean }> {
  const here = await accountsAt(gate, vault, token)
  const own = here.find((one) => one.account === account)
  if (own !== undefined) {
    await devices.use(gate, own.device, account)
    const row = (await findRow(gate, vault, token!, account))!
    const { only: known, ...first } = openDevice(vault, { account, key }, row)
    if (known !== undefined && (only === null || !known.includes(only)))
      await devices.insert(gate, {
        ...row,
        sealed: sealDevice(vault, { account, key }, own.device, first, only, known),
      })
    return { device: own.device, token: token!, isNew: false }
  }
  const minted = mintToken()
  const device = here[0]?.device ?? newId()
  const given = here.length > 0 ? token! : minted.token
  const tokenHash = hashToken(given)
  await devices.insert(gate, {
    device,
    account,
    token_hash: tokenHash,
    bound: vault.bind('device', fieldsOf(device, account, tokenHash)),
    sealed: sealDevice(vault, { account, key }, device, origin, only),
  })
  return { device, token: given, isNew: true }
}

function sealDevice(
  vault: Vault,
  { account, key }: Pick<OpenedAccount, 'account' | 'key'>,
  device: string,
  first: Origin,
  only: string | null,
  known: string[] = [],
): Buffer {
  const facts: DeviceFacts = only === null ? first : { ...first, only: [...known, only] }
  return vault.seal(key, place(device, account), Buffer.from(JSON.stringify(facts)))
}

/** Where else this account was used for the first time, newest first. */
export async function otherDevices(
  gate: Across,
  vault: Vault,
  { account, key }: Pick<OpenedAccount, 'account' | 'key'>,
  device: string | null,
): Promise<{ at: Date; from: Origin }[]> {
  const rows = await devices.ofAccount(gate, account)
  // The very first one is where the account began: new to nobody.
  return rows
    .slice(0, -1)
    .filter((row) => row.device !== device)
    .map((row) => ({
      at: row.created_at,
      from: openDevice(vault, { account, key }, row),
    }))
}

/** Everywhere but at this session's browser the account is a stranger again. */
export async function forgetOtherDevices(
  gate: Across,
  { account, session }: { account: string; session: string },
): Promise<void> {
  await devices.forgetOthers(gate, account, session)
}
