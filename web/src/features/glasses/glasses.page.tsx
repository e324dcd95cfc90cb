/** What was broken, for those who settle it. */
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { showDayAndTime, showName, showTime } from '@candour/contract/formatting.ts'
import { glassReasons, glassRoutes, verdicts, type Glass } from '@candour/contract/glasses.ts'
import { call } from '../../api/client.ts'
import { Choices } from '../../ui/choices.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Field, FieldError } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { announce } from '../../ui/toast.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from '../sessions/session.ts'
import './glasses.css'
import { glassesChanged, useGlasses } from './glasses.ts'

export function GlassesPage() {
  usePageTitle('Emergency access')
  const { data, error, refetch } = useGlasses()
  const [settling, setSettling] = useState<Glass | null>(null)
  const open = data?.filter(({ settled }) => settled === null) ?? []
  const settled = data?.filter((one) => one.settled !== null) ?? []
  return (
    <div className="page">
      <PageHead
        title="Emergency access"
        lead="Who opened a restricted record without being named on it, why, and whether it was right."
      />
      {error !== null && <Failure error={error} heading="This can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.length === 0 && (
        <Empty
          heading="Nobody used emergency access"
          text="Whenever somebody opens a restricted record that way, it stands here."
        />
      )}
      <div className="glasses">
        {open.length > 0 && (
          <section>
            <SectionHead title="To settle" count={open.length} />
            <ul className="rows">
              {open.map((glass) => (
                <GlassRow key={glass.id} glass={glass} onSettle={() => setSettling(glass)} />
              ))}
            </ul>
          </section>
        )}
        {settled.length > 0 && (
          <section>
            <SectionHead title="Settled" count={settled.length} />
            <ul className="rows">
              {settled.map((glass) => (
                <GlassRow key={glass.id} glass={glass} onSettle={() => undefined} />
              ))}
            </ul>
          </section>
        )}
      </div>
      {settling !== null && <SettleDialog glass={settling} onClose={() => setSettling(null)} />}
    </div>
  )
}

function GlassRow({ glass, onSettle }: { glass: Glass; onSettle: () => void }) {
  const me = useSession().member.id
  const end = useMutation({
    mutationFn: () => call(glassRoutes.end, { id: glass.id }),
    onSuccess: () => {
      announce('The record is closed to them')
      void glassesChanged()
    },
  })
  const { by, patient, settled } = glass
  const over = glass.endedAt ?? glass.until
  return (
    <li className="glass-row">
      <div>
        <b>{by.name}</b>
        <span className="second">{by.role}</span>
      </div>
      <div>
        {patient === null ? (
          <span>A restricted record</span>
        ) : (
          <Link to="/patients/$patient" params={{ patient: patient.id }}>
            {showName(patient)}
          </Link>
        )}
        <span className="second fixed">
          {showDayAndTime(glass.brokenAt)} to {showTime(over)}
          {glass.endedAt !== null && ', ended by hand'}
        </span>
      </div>
      <div className="glass-why">
        <span className="second">{glassReasons[glass.reason]}</span>
        <span>{glass.words}</span>
      </div>
      <div className="glass-verdict">
        {settled !== null && (
          <>
            <b className={settled.verdict === 'incident' ? 'glass-incident' : ''}>{verdicts[settled.verdict]}</b>
            <span>{settled.note}</span>
            <span className="second">
              {settled.by.name}, {showDayAndTime(settled.at)}
            </span>
          </>
        )}
        {settled === null && by.member === me && <span className="second">Yours: somebody else settles it.</span>}
        <span className="acts">
          {glass.isOpen && <span className="glass-open">Open until {showTime(glass.until)}</span>}
          {glass.can.includes('end') && (
            <button type="button" className="link" aria-disabled={end.isPending} onClick={() => end.mutate()}>
              End it now
            </button>
          )}
          {glass.can.includes('settle') && (
            <button type="button" className="button" onClick={onSettle}>
              Settle
            </button>
          )}
        </span>
        <FormError error={end.error} />
      </div>
    </li>
  )
}

type Verdict = keyof typeof verdicts

function SettleDialog({ glass, onClose }: { glass: Glass; onClose: () => void }) {
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const settle = useMutation({
    mutationFn: () => call(glassRoutes.settle, { id: glass.id, verdict: verdict!, note }),
    onSuccess: () => {
      announce('Settled')
      onClose()
      void glassesChanged()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (verdict !== null && note.trim() !== '' && !settle.isPending) settle.mutate()
  }
  return (
    <Dialog heading="Was it right?" onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <p>
          {glass.by.name}, {showDayAndTime(glass.brokenAt)}: {glass.words}
        </p>
        <Choices
          legend="What you found"
          value={verdict}
          choices={Object.entries(verdicts) as [Verdict, string][]}
          onChange={setVerdict}
          error={asked && verdict === null ? <FieldError>Choose one.</FieldError> : undefined}
        />
        <Field
          label="Note"
          hint="It stays here with your name and the time, and can’t be changed"
          name="note"
          value={note}
          onChange={setNote}
          maxLength={500}
          error={asked && note.trim() === '' ? 'Say what you found, in a few words.' : undefined}
        />
        {glass.isOpen && <p className="second">It is still open, and ends with this.</p>}
        <FormError error={settle.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Not now
          </button>
          <button type="submit" className="button primary" aria-disabled={settle.isPending}>
            Settle it
          </button>
        </div>
      </form>
    </Dialog>
  )
}
