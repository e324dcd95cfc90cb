/** Which record here, if any, is a member's own: by themselves in their settings, or for them on their page. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { showDate, showDay } from '@candour/contract/formatting.ts'
import { memberRoutes, type MemberPage } from '@candour/contract/members.ts'
import { showNhsNumber } from '@candour/contract/nhs-number.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { useSession } from '../sessions/session.ts'
import { memberChanged, useMemberPage } from './members.ts'
import { OwnRecordDialog } from './own-record-dialog.tsx'
import './members.css'

/** In one's own settings; not there while nothing but signing in is open to them. */
export function MyRecord() {
  const { member, can } = useSession()
  const { data } = useMemberPage(member.id, can.includes('member.read'))
  return data === undefined ? null : <OwnRecord page={data} />
}

export function OwnRecord({ page: { member, ownRecord } }: { page: MemberPage }) {
  const { member: me } = useSession()
  const { id, name } = member
  const isOwn = me.id === id
  const isEmptied = isOwn && ownRecord !== null && ownRecord.said === null
  const [saying, setSaying] = useState(false)
  const takeBack = useMutation({
    mutationFn: () => call(memberRoutes.takeBackOwnRecord, { id }),
    onSuccess: () => memberChanged(),
  })
  return (
    <section>
      <SectionHead title={isOwn ? 'Your own record' : 'Their own record'} />
      <div className="own-record">
        {ownRecord === null ? (
          <p>
            {isOwn
              ? 'Are you a patient here? Say which record is yours, so that Candour can watch over it.'
              : `If ${name} is a patient here, it can be said which record is theirs, so that Candour can watch over it.`}
          </p>
        ) : (
          <>
            {ownRecord.said !== null && (
              <p className="own-record-said">
                {ownRecord.said.family}, born {showDate(ownRecord.said.birthDate)}
                {ownRecord.said.nhsNumber !== null && (
                  <>
                    , NHS number <span className="fixed">{showNhsNumber(ownRecord.said.nhsNumber)}</span>
                  </>
                )}
              </p>
            )}
            <p>
              Said by {ownRecord.by === me.name && isOwn ? 'you' : ownRecord.by} on {showDay(ownRecord.at)}.
              {!isOwn && ' What was said is shown to them alone.'}
            </p>
            {isEmptied && (
              <p>
                What was said is no longer kept, because no record here fits it any more, and nothing is watched over by
                it. If you are a patient here, say it anew.
              </p>
            )}
          </>
        )}
        <p className="second">
          {ownRecord === null
            ? isOwn
              ? 'Then whoever opens it without a part in your care is noticed. So are you, when you open it, or open the records of those who live with you or near you without a part in theirs.'
              : 'Then whoever opens it without a part in their care is noticed. So are they, when they open it, or open the records of those who live with them or near them.'
            : isEmptied
              ? 'Others see that it was said, as before. Write it as the record has it.'
              : 'Nobody is told whether a record here fits, so that nobody learns by this who is a patient. Write it as the record has it.'}
        </p>
        <FormError error={takeBack.error} />
        <div className="acts">
          <button type="button" className="button" onClick={() => setSaying(true)}>
            {ownRecord !== null ? 'Say it anew' : isOwn ? 'Say which is yours' : 'Say which is theirs'}
          </button>
          {ownRecord !== null && (
            <button
              type="button"
              className="link"
              aria-disabled={takeBack.isPending}
              onClick={() => !takeBack.isPending && takeBack.mutate()}
            >
              Take it back
            </button>
          )}
        </div>
      </div>
      {saying && <OwnRecordDialog member={member} said={ownRecord?.said ?? null} onClose={() => setSaying(false)} />}
    </section>
  )
}
