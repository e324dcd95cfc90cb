import { factorRoutes } from '@candour/contract/factors.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { confirmTotp, prepareTotp, startTotp } from './enrol-totp.ts'
import { listFactors, removeFactor, renewRecoveryCodes } from './manage-factors.ts'

const own = { kind: 'gate', access: 'signed-in', beforeFactor: true } as const

export const factorEndpoints = (tokenKey: CompartmentKey) => [
  endpoint(factorRoutes.list, { name: 'factor.list', ...own, verb: listFactors }),
  endpoint(factorRoutes.startTotp, { name: 'factor.start-totp', ...own, needsProof: true, verb: startTotp }),
  endpoint(factorRoutes.confirmTotp, {
    name: 'factor.confirm-totp',
    ...own,
    needsProof: true,
    prepare: prepareTotp(tokenKey),
    verb: confirmTotp(tokenKey),
  }),
  endpoint(factorRoutes.makeRecoveryCodes, {
    name: 'factor.make-recovery-codes',
    ...own,
    needsProof: true,
    verb: renewRecoveryCodes(tokenKey),
  }),
  endpoint(factorRoutes.remove, { name: 'factor.remove', ...own, needsProof: true, verb: removeFactor }),
]
