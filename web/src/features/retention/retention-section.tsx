/** How long the details of the activity are kept, in a sentence, and the way to change it. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { showDay, showDayAndTime } from '@candour/contract/formatting.ts'
import { graceDays, leastYears, retentionRoutes, type Retention } from '@candour/contract/retention.ts'
import { call } from '../../api/client.ts'
import { keepAnswer } from '../../api/refresh.ts'
import { Choices } from '../../ui/choices.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { announce } from '../../ui/toast.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from '../sessions/session.ts'

const key = ['retention']

export function RetentionSection() {
  const { data, error } = useQuery({ queryKey: key, queryFn: () => call(retentionRoutes.read, {}) })
  // Whoever was given the permission alone sees it, and decides nothing.
  const mayDecide = useSession().member.level === 4
  const [changing, setChanging] = useState(false)
  return (
    <section>
      <SectionHead title="How long details are kept" />
      {error !== null && <Failure error={error} heading="This can’t be shown" />}
      {data !== undefined && (
        <div className="retention-words">
          <p>
            <strong>
              {data.keepYears === null ? 'As long as the record.' : `${data.keepYears} years, then they go.`}
            </strong>{' '}
            That somebody did something, who, when and to which record stays for good: the ledger can still be checked,
            entry by entry. What goes is the detail: from where, and the reason that was given.
          </p>
          {data.effectiveAt !== null && (
            <p className="second">
              Details go from <span className="fixed">{showDay(data.effectiveAt)}</span> on, except what is held.
            </p>
          )}
          {data.changed !== null && (
            <p className="second">
              Decided by {data.changed.by}, <span className="fixed">{showDayAndTime(data.changed.at)}</span>:{' '}
              {data.changed.reason}
            </p>
          )}
          {mayDecide && (
            <p>
              <button type="button" className="button" onClick={() => setChanging(true)}>
                Change how long
              </button>
            </p>
          )}
        </div>
      )}
      {changing && data !== undefined && <ChangeDialog before={data} onClose={() => setChanging(false)} />}
    </section>
  )
}

function ChangeDialog({ before, onClose }: { before: Retention; onClose: () => void }) {
  const [how, setHow] = useState<'record' | 'years'>(before.keepYears === null ? 'record' : 'years')
  const [years, setYears] = useState(String(before.keepYears ?? 10))
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const change = useMutation({
    mutationFn: () =>
      call(retentionRoutes.change, {
        keepYears: how === 'record' ? null : Number(years),
        reason,
        baseRevision: before.revision,
      }),
    onSuccess: (after) => {
      keepAnswer(key, after)
      announce('It is decided')
      onClose()
    },
  })
  const missing = reason.trim().length < 5
  const wrongYears = how === 'years' && !(/^\d+$/.test(years) && Number(years) >= leastYears && Number(years) <= 100)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!missing && !wrongYears && !change.isPending) change.mutate()
  }
  return (
    <Dialog heading="How long are details kept?" onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <p>
          The NHS Records Management Code of Practice asks for {leastYears} years at least for an adult’s record, and
          longer for children, mental health and maternity. If in doubt, keep them as long as the record.
        </p>
        <Choices
          legend="Keep them"
          value={how}
          choices={[
            ['record', 'As long as the record'],
            ['years', 'For some years'],
          ]}
          onChange={setHow}
        />
        {how === 'years' && (
          <Field
            label="Years"
            hint={`At least ${leastYears}`}
            name="years"
            inputMode="numeric"
            value={years}
            onChange={setYears}
            maxLength={3}
            error={asked && wrongYears ? `A number from ${leastYears} to 100.` : undefined}
          />
        )}
        <Field
          label="Reason"
          hint={`The other administrators are told at once, and nothing goes within ${graceDays} days`}
          name="reason"
          value={reason}
          onChange={setReason}
          maxLength={300}
          error={asked && missing ? 'Say why, in a few words.' : undefined}
        />
        <FormError error={change.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Leave it
          </button>
          <button type="submit" className="button primary" aria-disabled={change.isPending}>
            Keep details so long
          </button>
        </div>
      </form>
    </Dialog>
  )
}
