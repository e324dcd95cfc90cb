import { supportExportPath, supportRoutes } from '@candour/contract/support.ts'
import { bytesEndpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { Directory } from '../directory/directory.ts'
import type { Proving } from '../factors/prove-passkey.ts'
import { approveSupport, endSupportNow, refuseSupport } from './decide-support.ts'
import { enrolSupport, startSupportEnrolment } from './enrol-support.ts'
import type { DecidedBy } from './standing.ts'
import { exportSupport, listSupport, supportNow } from './list-support.ts'
import { makeSupportCode } from './make-code.ts'
import { askForSupport, closeSupport, openSupport, prepareAsking } from './own-requests.ts'
import { replaySupport } from './replay-support.ts'
import { signInAsSupport, startSupportSignIn } from './sign-in-as-support.ts'
import { endVisit, readVisit } from './support-session.ts'

export interface SupportOptions {
  proving: Proving
  directory: Directory
  publicOrigin: string
  decidedBy: DecidedBy
}

const open = { kind: 'public', access: 'public' } as const
const own = { kind: 'support', access: 'support' } as const
const decided = { kind: 'change', access: 'support.decide', afterTrial: true } as const

export const supportEndpoints = ({ proving, directory, publicOrigin, decidedBy }: SupportOptions) => [
  endpoint(supportRoutes.startEnrolment, {
    name: 'support.start-enrolment',
    ...open,
    verb: startSupportEnrolment(proving),
  }),
  endpoint(supportRoutes.enrol, { name: 'support.enrol', ...open, verb: enrolSupport(proving) }),
  endpoint(supportRoutes.startSignIn, { name: 'support.start-sign-in', ...open, verb: startSupportSignIn(proving) }),
  endpoint(supportRoutes.signIn, { name: 'support.sign-in', ...open, verb: signInAsSupport(proving) }),
  endpoint(supportRoutes.readSession, { name: 'support.read-session', ...own, verb: readVisit }),
  endpoint(supportRoutes.signOut, { name: 'support.sign-out', ...own, verb: endVisit }),
  endpoint(supportRoutes.ask, {
    name: 'support.ask',
    ...own,
    prepare: prepareAsking(proving.tokenKey),
    verb: askForSupport(proving.tokenKey, decidedBy),
  }),
  endpoint(supportRoutes.open, { name: 'support.open', ...own, verb: openSupport(decidedBy) }),
  endpoint(supportRoutes.close, { name: 'support.close', ...own, verb: closeSupport }),
  endpoint(supportRoutes.now, { name: 'support.now', kind: 'read', access: 'signed-in', verb: supportNow }),
  endpoint(supportRoutes.list, { name: 'support.list', kind: 'read', access: 'support.decide', verb: listSupport }),
  bytesEndpoint(
    { method: 'GET', path: supportExportPath },
    { name: 'support.export', kind: 'bytes-read', access: 'support.decide', needsProof: true, verb: exportSupport },
  ),
  endpoint(supportRoutes.makeCode, {
    name: 'support.make-code',
    kind: 'gate',
    access: 'support.decide',
    verb: makeSupportCode(proving.tokenKey),
  }),
  endpoint(supportRoutes.approve, {
    name: 'support.approve',
    ...decided,
    needsProof: true,
    verb: approveSupport(publicOrigin),
  }),
  endpoint(supportRoutes.refuse, { name: 'support.refuse', ...decided, verb: refuseSupport }),
  endpoint(supportRoutes.end, { name: 'support.end', ...decided, verb: endSupportNow }),
  endpoint(supportRoutes.replay, {
    name: 'support.replay',
    kind: 'read',
    access: 'support.decide',
    verb: replaySupport(directory),
  }),
]
