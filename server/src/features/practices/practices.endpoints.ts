import { practiceRoutes } from '@candour/contract/practices.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { agreement } from './agreement.ts'
import { signUp } from './sign-up.ts'

export const practiceEndpoints = (tokenKey: CompartmentKey) => [
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
    verb: signUp(tokenKey),
  }),
]
