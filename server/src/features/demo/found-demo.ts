import type { DemoOpened } from '@candour/contract/demo.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { mintToken } from '../../platform/vault/tokens.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { accountToken, createAccount, type OpenedAccount } from '../accounts/account.ts'
import { addApprovedMember } from '../members/add-approved-member.ts'
import { agreement } from '../practices/agreement.ts'
import { foundPractice } from '../practices/found-practice.ts'
import { fullestRecords } from './fullest-records.ts'
import type { DemoMember, DemoPractice } from './demo.ts'

export type Founding = Pick<PublicCall<unknown>, 'atGate' | 'vault' | 'keysOf' | 'origin' | 'now'>

export interface FoundedDemo {
  practice: string
  name: string
  administrator: { account: OpenedAccount; member: string }
  signIns: DemoOpened['signIns']
  examples: DemoOpened['examples']
  password: string
}

/**
 * A practice for show with its staff; one person of each level can sign in, all with one password, which is made here.
 * Its accounts are its own: the practice's tag stands in every address.
 */
export async function foundDemo(
  founding: Founding,
  tokenKey: CompartmentKey,
  { practice: { kind, name, town }, staff, records }: DemoPractice,
): Promise<FoundedDemo> {
  const { vault, keysOf } = founding
  const practice = newId()
  const tag = practice.slice(-5)
  const own = staff.map((member) => ({ ...member, email: member.email.replace('@', `@${tag}.`) }))
  const signing = firstOfEachLevel(own)
  const [first] = signing
  const password = newDemoPassword()
  // One hash for the four: they are shown together, on one screen, for data that nobody needs to protect.
  const passwordHash = await vault.hashPassword(password)
  await vault.createPracticeKey(practice)
  return founding.atGate(async (gate) => {
    const accounts = new Map<string, OpenedAccount>()
    for (const { id, name: person, email } of signing) {
      const token = accountToken(vault, tokenKey, email)
      const made = await createAccount(gate, vault, token, { name: person, email }, passwordHash)
      accounts.set(id, made!)
    }
    const administrator = { account: accounts.get(first!.id)!, member: first!.id }
    const person = { name: first!.name, role: first!.role, email: first!.email, password }
    const input = { kind, name, town, person, agreement: { version: agreement.version, acceptedBy: first!.name } }
    await foundPractice(gate, { ...founding, input }, administrator.account, {
      practice,
      member: first!.id,
      isDemo: true,
    })
    const tx = gate.within(practice)
    const within = { tx, vault, keys: await keysOf(tx) }
    for (const { id, name: person, role, email, level } of own.slice(1)) {
      const account = accounts.get(id)?.account ?? null
      await addApprovedMember(within, { member: id, account, level, facts: { name: person, role, email } })
    }
    const signIns = signing.map(({ level, name: person, role, email }) => ({ level, name: person, role, email }))
    return { practice, name, administrator, signIns, examples: fullestRecords(records), password }
  })
}

/** From the administrator down. */
function firstOfEachLevel(staff: DemoMember[]): DemoMember[] {
  return ([4, 3, 2, 1] as const).flatMap((level) => staff.find((member) => member.level === level) ?? [])
}

/** Sixteen letters and digits in fours, about 80 random bits: short enough to be typed on a phone. */
function newDemoPassword(): string {
  const signs = mintToken()
    .token.toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  return [0, 4, 8, 12].map((from) => signs.slice(from, from + 4)).join('-')
}
