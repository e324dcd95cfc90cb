/** What was filed for a promise: what counts, what counted, what was withdrawn, and who sees to it. */
import { useMutation } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { evidenceRoutes, type FiledEvidence } from '@candour/contract/evidence.ts'
import { showDate, showDay, showDayAndTime, showSize } from '@candour/contract/formatting.ts'
import type { PromiseDetail, Proof } from '@candour/contract/promises.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { announce } from '../../ui/toast.tsx'
import { EvidenceDialog } from './evidence-dialog.tsx'
import { OwnerDialog } from './owner-dialog.tsx'
import { proofChanged } from './promises.ts'
import { WithdrawDialog } from './withdraw-dialog.tsx'

interface EvidenceProps {
  promise: PromiseDetail
  can: Proof['can']
}

export function Evidence({ promise, can }: EvidenceProps) {
  const [asks, setAsks] = useState<'file' | 'owner' | null>(null)
  const [withdrawing, setWithdrawing] = useState<FiledEvidence | null>(null)
  const { owner, chasedAt, evidence, withdrawn, altered } = promise
  const close = () => setAsks(null)
  const mayFile = can.includes('file')
  return (
    <>
      <h3>Evidence</h3>
      <p>
        {owner === null ? 'No owner is named. Nobody is reminded.' : `${owner.name} sees to it.`}
        {chasedAt !== null && ` Chased ${showDay(chasedAt)}.`}
      </p>
      {altered > 0 && (
        <p className="promise-altered">
          <Icon name="octagon" size={18} />
          {altered === 1 ? 'One piece was' : `${altered} pieces were`} altered outside Candour and count no more.
        </p>
      )}
      {evidence.length > 0 && (
        <ul className="filed">
          {evidence.map((one, place) => (
            <Filed key={one.id} one={one} counts={place === 0}>
              {mayFile && (
                <button type="button" className="link" onClick={() => setWithdrawing(one)}>
                  Withdraw<span className="for-screen-readers"> {one.title}</span>
                </button>
              )}
            </Filed>
          ))}
        </ul>
      )}
      <div className="acts">
        {mayFile && (
          <button type="button" className="button" onClick={() => setAsks('file')}>
            <Icon name="upload" />
            {evidence.length === 0 ? 'File evidence' : 'Replace the evidence'}
          </button>
        )}
        {can.includes('decide') && (
          <button type="button" className="link" onClick={() => setAsks('owner')}>
            {owner === null ? 'Name an owner' : 'Name another owner'}
          </button>
        )}
      </div>
      {withdrawn.length > 0 && (
        <>
          <h3>Withdrawn</h3>
          <ul className="filed">
            {withdrawn.map((one) => (
              <Filed key={one.id} one={one} counts={false}>
                {mayFile && <FileAgain one={one} />}
              </Filed>
            ))}
          </ul>
        </>
      )}
      {asks === 'file' && <EvidenceDialog promise={promise} onClose={close} />}
      {asks === 'owner' && <OwnerDialog promise={promise} onClose={close} />}
      {withdrawing !== null && (
        <WithdrawDialog promise={promise} one={withdrawing} onClose={() => setWithdrawing(null)} />
      )}
    </>
  )
}

interface FiledProps {
  one: FiledEvidence
  counts: boolean
  children: ReactNode
}

function Filed({ one, counts, children }: FiledProps) {
  const { contentUrl, title, note, at, by, size, sha256, withdrawals } = one
  return (
    <li>
      <a href={contentUrl} download>
        {title}
      </a>
      {note !== '' && <span>{note}</span>}
      <span className="quiet">
        {endOf(one, counts)}. Filed {showDay(at)} by {by.name}, {showSize(size)}, SHA-256 {sha256.slice(0, 12)}
      </span>
      {withdrawals.map((past) => (
        <span key={past.at} className="quiet">
          Withdrawn {showDayAndTime(past.at)} by {past.by.name}: {past.reason}
          {past.back !== null && `. Filed again ${showDayAndTime(past.back.at)} by ${past.back.by.name}`}
        </span>
      ))}
      {children}
    </li>
  )
}

/** `Counts until 31-Jan-2099`. */
function endOf({ expiresOn, withdrawals }: FiledEvidence, counts: boolean): string {
  const day = showDate(expiresOn)
  if (withdrawals.at(-1)?.back === null) return `Was to count until ${day}`
  if (expiresOn < today()) return `Expired on ${day}`
  return counts ? `Counts until ${day}` : `Replaced; it would have counted until ${day}`
}

const today = () => new Date().toISOString().slice(0, 10)

function FileAgain({ one }: { one: FiledEvidence }) {
  const again = useMutation({
    mutationFn: () => call(evidenceRoutes.fileAgain, { id: one.id }),
    onSuccess: () => {
      announce('The evidence is filed again')
      void proofChanged()
    },
  })
  return (
    <>
      <button type="button" className="link" aria-disabled={again.isPending} onClick={() => again.mutate()}>
        File it again<span className="for-screen-readers"> {one.title}</span>
      </button>
      <FormError error={again.error} />
    </>
  )
}
