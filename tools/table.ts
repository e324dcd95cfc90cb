/** The endpoint table as it is, without starting anything: verbs are there, and what they would be given is not. */
import { endpointTable } from '../server/src/endpoints.ts'
import type { Endpoint } from '../server/src/platform/http/endpoint.ts'

export function readTable(): Endpoint[] {
  const nothing = {} as never
  return endpointTable({
    tokenKey: nothing,
    directory: nothing,
    publicOrigin: 'https://candour.invalid',
    refuseWeak: nothing,
    site: null,
    providers: nothing,
    signInIssuers: [],
    demos: nothing,
    checker: nothing,
    offersDemo: true,
    offersOutbox: true,
    listening: nothing,
    decidedBy: nothing,
    ledger: nothing,
    checks: [],
    jobs: nothing,
    lookAtNew: nothing,
    lookForTransfers: nothing,
    proof: nothing,
  })
}
