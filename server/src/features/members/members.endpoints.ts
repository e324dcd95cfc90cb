import { memberRoutes } from '@candour/contract/members.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import type { Proving } from '../factors/prove-passkey.ts'
import type { RefuseWeak } from '../passwords/refuse-weak-password.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { approveMember } from './approve-member.ts'
import { changeLevel } from './change-level.ts'
import { endGrant, givePermission, takePermission } from './grant-permission.ts'
import { inviteAgain } from './invite-again.ts'
import { inviteMember } from './invite-member.ts'
import { leavePractice } from './leave-practice.ts'
import { listMembers } from './list-members.ts'
import { readInvitation } from './read-invitation.ts'
import { listAccess, readMemberPage } from './read-member-page.ts'
import { sayOwnRecord, takeBackOwnRecord } from './say-own-record.ts'
import { withdrawInvitation } from './withdraw-invitation.ts'

export const memberEndpoints = (proving: Proving, publicOrigin: string, refuseWeak: RefuseWeak) => [
  endpoint(memberRoutes.list, {
    name: 'member.list',
    kind: 'read',
    access: 'member.read',
    inLockdown: true,
    verb: listMembers,
  }),
  endpoint(memberRoutes.read, {
    name: 'member.read',
    kind: 'read',
    access: 'member.read',
    inLockdown: true,
    verb: readMemberPage,
  }),
  endpoint(memberRoutes.listAccess, {
    name: 'member.list-access',
    kind: 'read',
    access: 'member.change',
    inLockdown: true,
    verb: listAccess,
  }),
  endpoint(memberRoutes.invite, {
    name: 'member.invite',
    kind: 'change',
    access: 'member.invite',
    needsProof: true,
    verb: inviteMember(publicOrigin),
  }),
  endpoint(memberRoutes.inviteAgain, {
    name: 'member.invite-again',
    kind: 'change',
    access: 'member.invite',
    needsProof: true,
    verb: inviteAgain(publicOrigin),
  }),
  endpoint(memberRoutes.approve, {
    name: 'member.approve',
    kind: 'change',
    access: 'member.approve',
    needsProof: true,
    verb: approveMember(publicOrigin),
  }),
  endpoint(memberRoutes.changeLevel, {
    name: 'member.change-level',
    kind: 'change',
    access: 'member.change',
    afterTrial: true,
    inLockdown: true,
    needsProof: true,
    verb: changeLevel,
  }),
  endpoint(memberRoutes.give, {
    name: 'member.give',
    kind: 'change',
    access: 'member.change',
    afterTrial: true,
    needsProof: true,
    verb: givePermission,
  }),
  endpoint(memberRoutes.take, {
    name: 'member.take',
    kind: 'change',
    access: 'member.change',
    afterTrial: true,
    needsProof: true,
    verb: takePermission,
  }),
  endpoint(memberRoutes.endGrant, {
    name: 'member.end-grant',
    kind: 'change',
    access: 'member.change',
    afterTrial: true,
    needsProof: true,
    verb: endGrant,
  }),
  endpoint(memberRoutes.sayOwnRecord, {
    name: 'member.say-own-record',
    kind: 'change',
    access: 'signed-in',
    verb: sayOwnRecord,
  }),
  endpoint(memberRoutes.takeBackOwnRecord, {
    name: 'member.clear-own-record',
    kind: 'change',
    access: 'signed-in',
    afterTrial: true,
    verb: takeBackOwnRecord,
  }),
  endpoint(memberRoutes.leave, {
    name: 'member.leave',
    kind: 'gate',
    access: 'signed-in',
    needsProof: true,
    verb: leavePractice,
  }),
  endpoint(memberRoutes.withdraw, {
    name: 'member.withdraw',
    kind: 'change',
    access: 'member.invite',
    afterTrial: true,
    verb: withdrawInvitation,
  }),
  endpoint(memberRoutes.readInvitation, {
    name: 'member.read-invitation',
    kind: 'public',
    access: 'public',
    verb: readInvitation(proving.tokenKey),
  }),
  endpoint(memberRoutes.acceptInvitation, {
    name: 'member.accept-invitation',
    kind: 'public',
    access: 'public',
    verb: acceptInvitation(proving, refuseWeak),
  }),
]
