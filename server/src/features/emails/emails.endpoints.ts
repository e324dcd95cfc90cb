import { emailRoutes } from '@candour/contract/emails.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { askChange } from './ask-change.ts'
import { changeEmail } from './change-email.ts'
import { undoChange } from './undo-change.ts'

export const emailEndpoints = (tokenKey: CompartmentKey, publicOrigin: string) => [
  endpoint(emailRoutes.askChange, {
    name: 'email.ask-change',
    kind: 'gate',
    access: 'signed-in',
    needsProof: true,
    verb: askChange(tokenKey, publicOrigin),
  }),
  endpoint(emailRoutes.change, {
    name: 'email.change',
    kind: 'public',
    access: 'public',
    verb: changeEmail(tokenKey, publicOrigin),
  }),
  endpoint(emailRoutes.undo, {
    name: 'email.undo',
    kind: 'public',
    access: 'public',
    verb: undoChange(tokenKey),
  }),
]
