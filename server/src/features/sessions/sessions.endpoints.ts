import { sessionRoutes } from '@candour/contract/sessions.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import type { Proving } from '../factors/prove-passkey.ts'
import type { RefuseWeak } from '../passwords/refuse-weak-password.ts'
import { endOthers, endSession, lockScreen } from './end-sessions.ts'
import { listSessions } from './list-sessions.ts'
import { notMe, prepareNotMe } from './not-me.ts'
import { prepareProof, proveAgain, startProof } from './prove-again.ts'
import { proveFactor } from './prove-factor.ts'
import { readSession } from './read-session.ts'
import { signInByPasskey, startPasskeySignIn } from './sign-in-by-passkey.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { prepareSwitch, switchPractice } from './switch-practice.ts'

const own = { kind: 'gate', access: 'signed-in', beforeFactor: true, inLockdown: true } as const

export const sessionEndpoints = (proving: Proving, refuseWeak: RefuseWeak) => [
  endpoint(sessionRoutes.signIn, { name: 'session.sign-in', kind: 'public', access: 'public', verb: signIn(proving) }),
  endpoint(sessionRoutes.proveFactor, {
    name: 'session.prove-factor',
    kind: 'public',
    access: 'public',
    verb: proveFactor(proving),
  }),
  endpoint(sessionRoutes.startPasskey, {
    name: 'session.start-passkey',
    kind: 'public',
    access: 'public',
    verb: startPasskeySignIn(proving),
  }),
  endpoint(sessionRoutes.signInByPasskey, {
    name: 'session.sign-in-by-passkey',
    kind: 'public',
    access: 'public',
    verb: signInByPasskey(proving),
  }),
  endpoint(sessionRoutes.startProof, {
    name: 'session.start-proof',
    kind: 'gate',
    access: 'signed-in',
    beforeFactor: true,
    inLockdown: true,
    verb: startProof(proving),
  }),
  endpoint(sessionRoutes.prove, {
    name: 'session.prove',
    kind: 'gate',
    access: 'signed-in',
    beforeFactor: true,
    inLockdown: true,
    prepare: prepareProof(proving),
    verb: proveAgain(proving),
  }),
  endpoint(sessionRoutes.read, {
    name: 'session.read',
    kind: 'gate',
    access: 'signed-in',
    beforeFactor: true,
    inLockdown: true,
    verb: readSession,
  }),
  endpoint(sessionRoutes.switchPractice, {
    name: 'session.switch-practice',
    kind: 'gate',
    access: 'signed-in',
    beforeFactor: true,
    inLockdown: true,
    prepare: prepareSwitch,
    verb: switchPractice,
  }),
  endpoint(sessionRoutes.signOut, {
    name: 'session.sign-out',
    kind: 'gate',
    access: 'signed-in',
    beforeFactor: true,
    inLockdown: true,
    verb: signOut,
  }),
  endpoint(sessionRoutes.list, { name: 'session.list', ...own, verb: listSessions }),
  endpoint(sessionRoutes.end, { name: 'session.end', ...own, needsProof: true, verb: endSession }),
  endpoint(sessionRoutes.endOthers, { name: 'session.end-others', ...own, needsProof: true, verb: endOthers }),
  endpoint(sessionRoutes.lock, { name: 'session.lock', ...own, verb: lockScreen }),
  endpoint(sessionRoutes.notMe, {
    name: 'session.not-me',
    ...own,
    needsProof: true,
    prepare: prepareNotMe(refuseWeak),
    verb: notMe(proving.tokenKey),
  }),
]
