import { sessionRoutes } from '@candour/contract/sessions.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { prepareProof, proveAgain } from './prove-again.ts'
import { proveFactor } from './prove-factor.ts'
import { readSession } from './read-session.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { switchPractice } from './switch-practice.ts'

export const sessionEndpoints = (tokenKey: CompartmentKey) => [
  endpoint(sessionRoutes.signIn, { name: 'session.sign-in', kind: 'public', access: 'public', verb: signIn(tokenKey) }),
  endpoint(sessionRoutes.proveFactor, {
    name: 'session.prove-factor',
    kind: 'public',
    access: 'public',
    verb: proveFactor(tokenKey),
  }),
  endpoint(sessionRoutes.prove, {
    name: 'session.prove',
    kind: 'gate',
    access: 'signed-in',
    beforeFactor: true,
    prepare: prepareProof(tokenKey),
    verb: proveAgain(tokenKey),
  }),
  endpoint(sessionRoutes.read, {
    name: 'session.read',
    kind: 'gate',
    access: 'signed-in',
    beforeFactor: true,
    verb: readSession,
  }),
  endpoint(sessionRoutes.switchPractice, {
    name: 'session.switch-practice',
    kind: 'gate',
    access: 'signed-in',
    beforeFactor: true,
    verb: switchPractice,
  }),
  endpoint(sessionRoutes.signOut, {
    name: 'session.sign-out',
    kind: 'gate',
    access: 'signed-in',
    beforeFactor: true,
    verb: signOut,
  }),
]
