import type { ProviderMode } from '@candour/contract/providers.ts'
import { firstRules, type Rules } from '@candour/contract/rules.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { noteChange } from '../../platform/ledger/changed-fields.ts'
import { digest } from '../../platform/vault/digest.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { rulesRows, type RulesRow } from './rules.store.ts'

export interface SealedLockdown {
  at: string
  /** The member who locked; null: the operator. */
  by: string | null
  reason: string
}

/** The provider by which members may sign in: who it is, what Candour shows it, and what it counts for. */
export interface SealedSignOn {
  /** Ours: another issuer or client is another provider, and no link to the one before counts. */
  id: string
  mode: ProviderMode
  issuer: string
  clientId: string
  clientSecret: string
  name: string
  strong: string[]
  freshMinutes: number | null
  since: string
}

export interface Kept {
  rules: Rules
  /** Who changed them last; null for those that a practice begins with. */
  by: string | null
  lockdown: SealedLockdown | null
  /** Null where there is none. */
  signOn: SealedSignOn | null
}

function place(practice: string, revision: number) {
  return { table: 'candour.rules', field: 'sealed', record: practice, revision, schema: 1 }
}

type Keys = Pick<Within, 'tx' | 'vault' | 'keys'>

/** With the hash by which it is marked. */
export function sealRules({ tx, vault, keys }: Keys, revision: number, kept: Kept) {
  const sealed = vault.seal(keys.record, place(tx.practice, revision), Buffer.from(JSON.stringify(kept)))
  return { revision, sealed, hash: digest(sealed), compartment: keys.record.compartment }
}

/** As the revision after `before`; the entry says what changed. Throws `record.changed_meanwhile`. */
export async function writeRules(within: Keys, before: Kept & { revision: number }, kept: Kept): Promise<void> {
  await rulesRows.update(within.tx, sealRules(within, before.revision + 1, kept))
  noteChange(within.tx, 'rules', within.tx.practice, carriedOf(before), carriedOf(kept))
}

/** Never what Candour shows the provider as its secret. */
function carriedOf({ rules, lockdown, signOn }: Kept) {
  const { addresses, locations, members, ...plain } = rules
  const said = (ranges: Rules['addresses']) => ranges.map(({ range, name }) => `${range} ${name}`)
  const who = ({ member, addresses: own, hours }: Rules['members'][number]) =>
    [
      member,
      ...(own === null ? [] : [`from ${said(own).join(', ') || 'nowhere'}`]),
      ...(hours === null ? [] : [`on ${hours.days.join(', ')}, ${hours.from} to ${hours.to}`]),
    ].join(' ')
  return {
    ...plain,
    addresses: said(addresses),
    locations: locations.map(({ name, addresses: of }) => `${name}: ${said(of).join(', ')}`),
    members: members.map(who),
    locked: lockdown !== null,
    signOnMode: signOn?.mode,
    signOnIssuer: signOn?.issuer,
    signOnClient: signOn?.clientId,
    signOnName: signOn?.name,
    signOnStrong: signOn?.strong,
    signOnFreshMinutes: signOn?.freshMinutes,
  }
}

/** As they stay until the end of this transaction. */
export async function holdRules(within: Keys): Promise<Kept & Pick<RulesRow, 'revision'>> {
  await rulesRows.hold(within.tx)
  return openRules(within)
}

/** SealBroken when they are gone, or not those that the ledger marked last (P33): then nobody is let in. */
export async function openRules(within: Keys): Promise<Kept & Pick<RulesRow, 'revision' | 'changed_at' | 'mark'>> {
  const { tx, vault, keys } = within
  const row = await rulesRows.read(tx)
  if (row === null || row.mark === null || !digest(row.sealed).equals(row.mark))
    throw new SealBroken('payload', `Rules/${tx.practice}`)
  const plain = vault.open(keys.record, place(tx.practice, row.revision), row.sealed)
  const { rules, by, lockdown, signOn } = JSON.parse(plain.toString()) as Omit<Kept, 'signOn'> & Partial<Kept>
  return { ...row, rules: { ...firstRules, ...rules }, by, lockdown, signOn: signOn ?? null }
}
