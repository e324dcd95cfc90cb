import { practiceRoutes } from '@candour/contract/practices.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import type { Proving } from '../factors/prove-passkey.ts'
import type { RefuseWeak } from '../passwords/refuse-weak-password.ts'
import { agreement } from './agreement.ts'
import { signUp } from './sign-up.ts'

export const practiceEndpoints = (proving: Proving, refuseWeak: RefuseWeak, lookAtNew: () => void) => [
  endpoint(practiceRoutes.readAgreement, {
    name: 'practice.read-agreement',
    kind: 'public',
    access: 'public',
    verb: async () => ({ output: agreement }),
  }),
  endpoint(practiceRoutes.signUp, {
    name: 'practice.sign-up',
    kind: 'public',
    access: 'public',
    verb: signUp(proving, refuseWeak, lookAtNew),
  }),
]
