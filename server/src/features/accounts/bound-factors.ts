import type { Vault } from '../../platform/vault/vault.ts'

/** What counts of a second factor that counts; of recovery codes those that are left. */
export interface BoundFactor {
  factor: string
  kind: string
  revision: number
  counter: number
  token: Buffer | null
}

function fieldsOf(account: string, factors: readonly BoundFactor[]): (string | number)[] {
  const sorted = factors.toSorted((a, b) => (a.factor < b.factor ? -1 : 1))
  return [
    account,
    ...sorted.flatMap(({ factor, kind, revision, counter, token }) => [
      factor,
      kind,
      revision,
      counter,
      token?.toString('base64') ?? '',
    ]),
  ]
}

const purpose = 'factors'

/** All second factors of an account together: none can be taken away, added, altered or brought back by itself. */
export function bindFactors(vault: Pick<Vault, 'bind'>, account: string, factors: readonly BoundFactor[]): Buffer {
  return vault.bind(purpose, fieldsOf(account, factors))
}

export function areFactorsBound(
  vault: Pick<Vault, 'isBound'>,
  account: string,
  factors: readonly BoundFactor[],
  bound: Buffer | null,
): boolean {
  return vault.isBound(purpose, fieldsOf(account, factors), bound)
}
