import { recoveryRoutes } from '@candour/contract/recoveries.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { cancelRecovery, confirmRecovery, listRecoveries, prepareConfirmation } from './confirm-recovery.ts'
import { cancelOwnRecovery, finishRecovery, readOwnRecovery } from './own-recovery.ts'
import { startRecovery } from './start-recovery.ts'

const open = { kind: 'public', access: 'public' } as const
const inside = { kind: 'gate', access: 'signed-in' } as const

export const recoveryEndpoints = (tokenKey: CompartmentKey, publicOrigin: string) => [
  endpoint(recoveryRoutes.start, { name: 'recovery.start', ...open, verb: startRecovery }),
  endpoint(recoveryRoutes.readOwn, { name: 'recovery.read-own', ...open, verb: readOwnRecovery }),
  endpoint(recoveryRoutes.cancelOwn, { name: 'recovery.cancel-own', ...open, verb: cancelOwnRecovery }),
  endpoint(recoveryRoutes.finish, { name: 'recovery.finish', ...open, verb: finishRecovery }),
  endpoint(recoveryRoutes.list, { name: 'recovery.list', ...inside, verb: listRecoveries }),
  endpoint(recoveryRoutes.confirm, {
    name: 'recovery.confirm',
    ...inside,
    needsProof: true,
    prepare: prepareConfirmation(tokenKey),
    verb: confirmRecovery,
  }),
  endpoint(recoveryRoutes.cancel, { name: 'recovery.cancel', ...inside, verb: cancelRecovery(publicOrigin) }),
]
