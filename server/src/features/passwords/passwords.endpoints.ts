import { passwordRoutes } from '@candour/contract/passwords.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { askReset } from './ask-reset.ts'
import { changePassword, preparePassword } from './change-password.ts'
import { readReset } from './read-reset.ts'
import type { RefuseWeak } from './refuse-weak-password.ts'
import { resetPassword } from './reset-password.ts'

export const passwordEndpoints = (tokenKey: CompartmentKey, refuseWeak: RefuseWeak) => [
  endpoint(passwordRoutes.askReset, {
    name: 'password.ask-reset',
    kind: 'public',
    access: 'public',
    verb: askReset(tokenKey),
  }),
  endpoint(passwordRoutes.readReset, {
    name: 'password.read-reset',
    kind: 'public',
    access: 'public',
    verb: readReset,
  }),
  endpoint(passwordRoutes.reset, {
    name: 'password.reset',
    kind: 'public',
    access: 'public',
    verb: resetPassword(tokenKey, refuseWeak),
  }),
  endpoint(passwordRoutes.change, {
    name: 'password.change',
    kind: 'gate',
    access: 'signed-in',
    needsProof: true,
    prepare: preparePassword(tokenKey, refuseWeak),
    verb: changePassword(tokenKey),
  }),
]
