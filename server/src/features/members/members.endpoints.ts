import { memberRoutes } from '@candour/contract/members.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { approveMember } from './approve-member.ts'
import { changeLevel } from './change-level.ts'
import { inviteMember } from './invite-member.ts'
import { listMembers } from './list-members.ts'
import { readInvitation } from './read-invitation.ts'
import { withdrawInvitation } from './withdraw-invitation.ts'

export const memberEndpoints = (tokenKey: CompartmentKey, publicOrigin: string) => [
  endpoint(memberRoutes.list, { name: 'member.list', kind: 'read', access: 'member.read', verb: listMembers }),
  endpoint(memberRoutes.invite, {
    name: 'member.invite',
    kind: 'change',
    access: 'member.invite',
    needsProof: true,
    verb: inviteMember(publicOrigin),
  }),
  endpoint(memberRoutes.approve, {
    name: 'member.approve',
    kind: 'change',
    access: 'member.approve',
    needsProof: true,
    verb: approveMember,
  }),
  endpoint(memberRoutes.changeLevel, {
    name: 'member.change-level',
    kind: 'change',
    access: 'member.change',
    afterTrial: true,
    needsProof: true,
    verb: changeLevel,
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
    verb: readInvitation(tokenKey),
  }),
  endpoint(memberRoutes.acceptInvitation, {
    name: 'member.accept-invitation',
    kind: 'public',
    access: 'public',
    verb: acceptInvitation(tokenKey),
  }),
]
