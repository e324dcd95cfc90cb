import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { memberRoutes } from '@candour/contract/members.ts'
import { levels, type Level } from '@candour/contract/permissions.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { MemberActor } from '../../platform/access/actor.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { mintToken } from '../../platform/vault/tokens.ts'
import { emit } from '../events/emit.ts'
import { queueMail } from '../mails/queue-mail.ts'
import type { MailWords } from '../mails/write-mail.ts'
import { showPractice } from '../practices/show-practice.ts'
import { authorOf } from './author-of.ts'
import type { Invited, MemberFacts } from './member-facts.ts'
import type { MemberRow } from './members.store.ts'
import { showChanged } from './show-member.ts'

const days = 7

type Acting = Within & { actor: MemberActor }

interface NewInvitation {
  hash: Buffer
  expiresAt: Date
  link: string
  invited: Invited
}

/** A link that holds seven days and works once. Its token stands behind `#`, so that it reaches no log. */
export function newInvitation({ now, actor }: Acting, publicOrigin: string): NewInvitation {
  const { token, hash } = mintToken()
  return {
    hash,
    expiresAt: new Date(now.getTime() + days * 86_400_000),
    link: `${publicOrigin}/invitation#${token}`,
    invited: { by: actor.member, at: now.toISOString() },
  }
}

/** By mail to the invited person, and to whoever invites, who may hand the link over otherwise. */
export async function sendInvitation(
  within: Acting,
  row: MemberRow,
  { name, email }: MemberFacts,
  { link, expiresAt }: NewInvitation,
): Promise<OutputOf<typeof memberRoutes.invite>> {
  const { name: practice } = await showPractice(within)
  const by = (await authorOf(within, within.actor)).name
  queueMail(within, {
    kind: 'invitation',
    to: { name, address: email },
    notAfter: expiresAt,
    words: invitationMail({ name, practice, by, link, expiresAt, level: row.level as Level }),
  })
  emit(within, { kind: 'member.changed', patient: null, object: row.member, member: within.actor.member })
  return { member: await showChanged(within, row, within.actor), link, expiresAt: expiresAt.toISOString() }
}

function invitationMail(asked: {
  name: string
  practice: string
  by: string
  link: string
  expiresAt: Date
  level: Level
}): MailWords {
  const { name, practice, by, link, expiresAt, level } = asked
  return {
    subject: `${practice} invites you to Candour`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `${by} invites you to the records of ${practice}, as ${levels[level]}.`,
      'Set your password, then somebody at the practice approves you. Until then you see nothing.',
    ],
    action: { label: 'Accept the invitation', url: link },
    footer: [
      `The link works once, until ${showDayAndTime(expiresAt)}.`,
      'If you did not expect this, do nothing: without the link nobody comes in.',
    ],
  }
}
