import { factorRoutes } from '@candour/contract/factors.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import { confirmPasskey, startPasskey } from './enrol-passkey.ts'
import { confirmTotp, prepareTotp, startTotp } from './enrol-totp.ts'
import { listFactors, removeFactor, renameFactor, renewRecoveryCodes } from './manage-factors.ts'
import type { Proving } from './prove-passkey.ts'

const own = { kind: 'gate', access: 'signed-in', beforeFactor: true, inLockdown: true } as const

export const factorEndpoints = (proving: Proving) => [
  endpoint(factorRoutes.list, { name: 'factor.list', ...own, verb: listFactors }),
  endpoint(factorRoutes.startTotp, { name: 'factor.start-totp', ...own, needsProof: true, verb: startTotp }),
  endpoint(factorRoutes.confirmTotp, {
    name: 'factor.confirm-totp',
    ...own,
    needsProof: true,
    prepare: prepareTotp(proving.tokenKey),
    verb: confirmTotp(proving.tokenKey),
  }),
  endpoint(factorRoutes.startPasskey, {
    name: 'factor.start-passkey',
    ...own,
    needsProof: true,
    verb: startPasskey(proving),
  }),
  endpoint(factorRoutes.confirmPasskey, {
    name: 'factor.confirm-passkey',
    ...own,
    needsProof: true,
    verb: confirmPasskey(proving),
  }),
  endpoint(factorRoutes.makeRecoveryCodes, {
    name: 'factor.make-recovery-codes',
    ...own,
    needsProof: true,
    verb: renewRecoveryCodes(proving.tokenKey),
  }),
  endpoint(factorRoutes.rename, { name: 'factor.rename', ...own, verb: renameFactor }),
  endpoint(factorRoutes.remove, { name: 'factor.remove', ...own, needsProof: true, verb: removeFactor }),
]
