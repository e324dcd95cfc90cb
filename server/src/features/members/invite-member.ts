import type { memberRoutes } from '@candour/contract/members.ts'
import type { Level } from '@candour/contract/permissions.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { mintToken } from '../../platform/vault/tokens.ts'
import { emit } from '../events/emit.ts'
import { queueMail } from '../mails/queue-mail.ts'
import { showPractice } from '../practices/show-practice.ts'
import { authorOf } from './author-of.ts'
import { invitationMail } from './invitation-mail.ts'
import { changeMember } from './change-member.ts'
import { emailTokenOf, sealMember, showMember } from './member-facts.ts'
import { members } from './members.store.ts'

const days = 7

interface Invitation {
  name: string
  role: string
  email: string
  level: Level
}

/**
 * Invites by a link that holds 7 days and works once. Its token stands behind `#`, so that it reaches no log.
 * Throws `member.exists`, `member.above_own_level`.
 */
export function inviteMember(publicOrigin: string) {
  return async (call: Call<Invitation>): Promise<Outcome<OutputOf<typeof memberRoutes.invite>>> => {
    const { input, actor, tx, now } = call
    const { level, ...facts } = input
    if (level > actor.level) throw new AppError('member.above_own_level')
    const { token, hash } = mintToken()
    const expiresAt = new Date(now.getTime() + days * 86_400_000)
    const link = `${publicOrigin}/invitation#${token}`
    const emailToken = emailTokenOf(call, facts.email)
    const known = await members.findByEmail(tx, emailToken)
    const before = known === null ? null : await members.lock(tx, known)
    if (before !== null && (before.state === 'approved' || before.state === 'pending'))
      throw new AppError('member.exists')
    const member = before?.member ?? newId()
    if (before === null) {
      const standing = { account: null, level, state: 'invited' } as const
      await members.insert(tx, {
        member,
        ...standing,
        ...sealMember(call, member, 1, { ...facts, ...standing }),
        emailToken,
        invitationHash: hash,
        expiresAt,
      })
    } else {
      const invitation = { hash, expiresAt }
      await changeMember(call, before, { level, state: 'invited', account: null, facts, invitation })
    }
    const { name: practice } = await showPractice(call)
    queueMail(call, {
      kind: 'invitation',
      to: { name: facts.name, address: facts.email },
      notAfter: expiresAt,
      words: invitationMail({ name: facts.name, practice, by: (await authorOf(call, actor)).name, link, expiresAt }),
    })
    emit(call, { kind: 'member.changed', patient: null, object: member, member: actor.member })
    const row = (await members.read(tx, member))!
    return {
      output: {
        member: showMember(call, row, actor, null),
        link,
        expiresAt: expiresAt.toISOString(),
      },
      subjects: [],
    }
  }
}
