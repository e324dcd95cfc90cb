import type { Vault } from '../../platform/vault/vault.ts'

const purpose = 'sign-in-address'

/** Of a practice's own sign-in page: nobody makes one of the id of a practice alone. 64 characters. */
export function addressOf(vault: Pick<Vault, 'bind'>, practice: string): string {
  const id = Buffer.from(practice.replaceAll('-', ''), 'hex')
  return Buffer.concat([id, vault.bind(purpose, [practice])]).toString('base64url')
}

/** The practice of an address; null for one that is not whole. */
export function practiceAt(vault: Pick<Vault, 'isBound'>, address: string): string | null {
  const bytes = Buffer.from(address, 'base64url')
  const hex = bytes.subarray(0, 16).toString('hex')
  const practice = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  return vault.isBound(purpose, [practice], bytes.subarray(16)) ? practice : null
}
