/** The draft of a notice: filled from what is known, written by hand, kept in versions, printed; sent by nobody but a person. */
import { useMutation } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { incidentRoutes, type Incident, type NoticeDraft } from '@candour/contract/incidents.ts'
import { call } from '../../api/client.ts'
import { Empty } from '../../ui/empty.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, usePageTitle } from '../../ui/page.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { announce } from '../../ui/toast.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from '../sessions/session.ts'
import './incidents.css'
import { IncidentsClosed } from './incidents.page.tsx'
import { incidentChanged, readAgain, useIncident } from './incidents.ts'
import { RecordDialog } from './record-dialog.tsx'

export function NoticePage() {
  usePageTitle('Notice')
  const { incident: id, notice } = useParams({ from: '/signed-in/incidents/$incident/notices/$notice' })
  const { can } = useSession()
  const may = can.includes('incident.manage')
  const { data, error, refetch } = useIncident(id, may)
  if (!may) return <IncidentsClosed />
  const draft = data?.notices.find((one) => one.notice === notice)
  return (
    <div className="page narrow">
      {error !== null && <Failure error={error} heading="This notice can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading lines={10} />}
      {data !== undefined && draft === undefined && (
        <Empty wholePage heading="There is no such notice" text="This case has others.">
          <Link to="/incidents/$incident" params={{ incident: id }} className="button">
            Back to the case
          </Link>
        </Empty>
      )}
      {data !== undefined && draft !== undefined && <Draft key={draft.notice} incident={data} draft={draft} />}
    </div>
  )
}

const textsOf = (fields: NoticeDraft['fields']) => Object.fromEntries(fields.map(({ name, text }) => [name, text]))

function Draft({ incident, draft }: { incident: Incident; draft: NoticeDraft }) {
  const { id, revision, can } = incident
  const { notice, title, how, version, saved, fields, filled } = draft
  const [texts, setTexts] = useState<Record<string, string>>(() => textsOf(fields))
  /** The version that what is typed began from: a later one of somebody else does not take its place. */
  const [from, setFrom] = useState(version)
  const [recording, setRecording] = useState(false)
  const mayWork = can.includes('work')
  const save = useMutation({
    mutationFn: () =>
      call(incidentRoutes.saveNotice, {
        id,
        baseRevision: revision,
        notice,
        fields: fields.map(({ name }) => ({ name, text: texts[name] ?? '' })),
      }),
    onError: readAgain,
    onSuccess: (changed) => {
      announce('Saved as a new version')
      setFrom(version + 1)
      void incidentChanged(changed)
    },
  })
  const facts = textsOf(filled)
  const differs = fields.some(({ name }) => texts[name] !== facts[name])
  const state =
    saved === null
      ? 'Not saved yet, filled from what is known'
      : `Version ${version}, ${saved.by.name}, ${showDayAndTime(saved.at)}`
  return (
    <>
      <PageHead eyebrow={state} title={title} lead={how}>
        <button type="button" className="button" onClick={() => window.print()}>
          <Icon name="print" />
          Print
        </button>
        {mayWork && (
          <button type="button" className="button" onClick={() => setRecording(true)}>
            Record that they were told
          </button>
        )}
      </PageHead>
      <p className="no-print notice-back">
        <Link to="/incidents/$incident" params={{ incident: id }}>
          Back to the case
        </Link>
      </p>
      <form
        className="fields no-print"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!save.isPending) save.mutate()
        }}
      >
        {fields.map(({ name, label }) => {
          const text = texts[name] ?? ''
          return (
            <div key={name} className={text.trim() === '' ? 'notice-field missing' : 'notice-field'}>
              <TextArea
                label={label}
                hint={text.trim() === '' ? 'Missing' : undefined}
                value={text}
                rows={Math.min(12, Math.max(1, Math.ceil(text.length / 84), text.split('\n').length))}
                maxLength={8000}
                onChange={(value) => setTexts({ ...texts, [name]: value })}
              />
            </div>
          )
        })}
        {saved !== null && version > from && !save.isPending && (
          <p className="incident-said" role="status">
            {saved.by.name} saved version {version} while you wrote. What you typed stays here, and theirs stays as
            well.{' '}
            <button
              type="button"
              className="link"
              onClick={() => {
                setTexts(textsOf(fields))
                setFrom(version)
              }}
            >
              Show theirs instead
            </button>
          </p>
        )}
        <FormError error={save.error} />
        {mayWork && (
          <div className="acts">
            <button type="submit" className="button primary" aria-disabled={save.isPending}>
              Save as version {version + 1}
            </button>
            {differs && (
              <button type="button" className="link" onClick={() => setTexts(facts)}>
                Fill it again from what is known
              </button>
            )}
          </div>
        )}
      </form>
      <dl className="notice-printed print-only">
        {fields.map(({ name, label }) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd>{texts[name]?.trim() === '' ? 'Not known yet' : texts[name]}</dd>
          </div>
        ))}
      </dl>
      {recording && <RecordDialog incident={incident} notice={notice} onClose={() => setRecording(false)} />}
    </>
  )
}
