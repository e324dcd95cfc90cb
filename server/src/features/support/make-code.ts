import { AppError } from '../../platform/app-error.ts'
import type { GateCall, Outcome } from '../../platform/http/endpoint.ts'
import { mintReadableCode } from '../../platform/vault/tokens.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import { codes, type CodeRow } from './codes.store.ts'
import { people } from './people.store.ts'

const minutes = 15

export function codeToken(vault: Vault, tokenKey: CompartmentKey, code: string): Buffer {
  return vault.searchToken(tokenKey, 'support-code', code)
}

/** Which practice it names counts as Candour wrote it: repointed, it names none. */
export function codeFields({ practice, token, ends_at: endsAt }: Omit<CodeRow, 'bound'>) {
  return [practice, token.toString('base64'), endsAt.getTime()]
}

/** Eight digits for a quarter of an hour, and once. Throws `support.off`. */
export function makeSupportCode(tokenKey: CompartmentKey) {
  return async ({ gate, vault, actor }: GateCall<unknown>): Promise<Outcome<{ code: string; endsAt: string }>> => {
    if (!actor.rules.supportAllowed) throw new AppError('support.off')
    const code = mintReadableCode()
    const ends_at = await people.later(gate, minutes)
    const row = { practice: actor.practice, token: codeToken(vault, tokenKey, code), ends_at }
    await codes.set(gate, { ...row, bound: vault.bind('support-code', codeFields(row)) })
    return { output: { code, endsAt: ends_at.toISOString() }, subjects: [] }
  }
}
