import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { GateCall } from '../../platform/http/endpoint.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { queueAccountMail } from '../mails/queue-mail.ts'

const daysOfUse = 3

/** Whoever changes how somebody signs in does not do so behind their back. */
export function tellOfFactors(
  { gate, vault, now, actor }: Pick<GateCall<unknown>, 'gate' | 'vault' | 'now' | 'actor'>,
  account: OpenedAccount,
  what: string,
  /** A password alone stood behind it. */
  isFirst = false,
): void {
  const { name, email } = account.facts
  queueAccountMail(gate, vault, account, {
    kind: 'factor-changed',
    to: { name, address: email },
    notAfter: new Date(now.getTime() + daysOfUse * 86_400_000),
    words: {
      subject: 'The way you sign in to Candour was changed',
      greeting: `Hello ${name},`,
      paragraphs: [what, `It was done on ${showDayAndTime(now)} from ${actor.origin.device}.`],
      footer: [
        isFirst
          ? 'If that was not you, choose “Forgotten your password?” where you sign in, within 7 days: a new password takes this away again. And tell an administrator of your practice.'
          : 'If that was not you, tell an administrator of your practice at once: they can end all your sessions.',
      ],
    },
  })
}
