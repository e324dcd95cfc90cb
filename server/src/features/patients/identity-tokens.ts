import type { Within } from '../../platform/http/endpoint.ts'
import { foldEmail, foldName, foldPhone } from './normalise.ts'
import type { Token, TokenField } from './patients.store.ts'

export interface TokenIdentity {
  family: string
  birthDate: string
  nhsNumber: string | null
  phone: string | null
  email: string | null
}

/** The exact identifiers of a person as tokens (HMAC, 128 bits, a key for each practice and field). */
export function identityTokens({ vault, keys }: Pick<Within, 'vault' | 'keys'>, identity: TokenIdentity): Token[] {
  const values: [TokenField, string][] = []
  const { nhsNumber, phone, email, family, birthDate } = identity
  if (nhsNumber !== null) values.push(['nhs-number', nhsNumber])
  if (phone !== null && foldPhone(phone) !== '') values.push(['phone', foldPhone(phone)])
  if (email !== null) values.push(['email', foldEmail(email)])
  if (family !== '' && birthDate.length === 10)
    values.push(['surname-and-birth-date', `${foldName(family)}|${birthDate}`])
  return values.map(([field, value]) => ({ field, token: vault.searchToken(keys.token, field, value) }))
}
