/** An invitation went out by mail; its link is shown here too, once, for whom the mail does not reach. */
import { useState } from 'react'
import { showDay } from '@candour/contract/formatting.ts'
import type { memberRoutes } from '@candour/contract/members.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'

export type Sent = OutputOf<typeof memberRoutes.invite>

export function InvitationSent({ sent, onClose }: { sent: Sent; onClose: () => void }) {
  const { member, link, expiresAt } = sent
  return (
    <Dialog heading={`${member.name} is invited`} onClose={onClose}>
      <ol className="may-list numbered">
        <li>
          The invitation goes to {member.email} by mail. Its link works once, until {showDay(expiresAt)}.
        </li>
        <li>{member.name} accepts it, and sees nothing yet.</li>
        <li>You hear of it by mail, and let them in on the team page.</li>
      </ol>
      <div>
        <p className="second">If the mail does not arrive, hand over the link yourself. It is shown only now.</p>
        <LinkToCopy link={link} />
      </div>
      <div className="dialog-foot">
        <button type="button" className="button primary" onClick={onClose}>
          Done
        </button>
      </div>
    </Dialog>
  )
}

function LinkToCopy({ link }: { link: string }) {
  const [copied, setCopied] = useState(false)
  const copy = () =>
    navigator.clipboard.writeText(link).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <div className="link-to-copy">
      <input
        className="input"
        aria-label="Link of the invitation"
        readOnly
        value={link}
        onFocus={(event) => event.target.select()}
      />
      <button type="button" className="button" onClick={() => void copy()}>
        <Icon name={copied ? 'check' : 'copy'} />
        {copied ? 'Copied' : 'Copy the link'}
      </button>
    </div>
  )
}
