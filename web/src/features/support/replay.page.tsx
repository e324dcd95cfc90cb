/** What somebody of support looked at, step by step, with the arrow keys; a step opens the very versions that it showed. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { showDayAndTime, showName, showTimeToSecond } from '@candour/contract/formatting.ts'
import { supportRoutes, type SupportStep } from '@candour/contract/support.ts'
import { call } from '../../api/client.ts'
import { Empty } from '../../ui/empty.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { typeWordsOf } from '../resources/element-words.ts'
import { FhirSource } from '../resources/fhir-source.tsx'
import { Readable } from '../resources/readable.tsx'
import { useResource } from '../resources/use-resource.ts'
import '../resources/resources.css'
import { stateWords } from './support.ts'
import './support.css'

export function ReplayPage() {
  usePageTitle('What support looked at')
  const { request: id } = useParams({ from: '/signed-in/support-access/$request' })
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['support', 'replay', id],
    queryFn: ({ pageParam }) => call(supportRoutes.replay, { id, after: pageParam }),
    initialPageParam: 0,
    getNextPageParam: ({ after }) => after ?? undefined,
    staleTime: 0,
  })
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const request = data?.pages[0]?.request
  const steps = data?.pages.flatMap((page) => page.steps) ?? []
  const [at, setAt] = useState(0)
  const step = steps[at]
  return (
    <div className="page">
      <PageHead
        title="What support looked at"
        lead={
          request === undefined
            ? undefined
            : `${request.name}, ${showDayAndTime(request.decided?.at ?? request.askedAt)}: ${request.reason}. ${stateWords[request.state]}.`
        }
      >
        <Link to="/support-access" className="button">
          All of support
        </Link>
      </PageHead>
      {error !== null && <Failure error={error} heading="This can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && steps.length === 0 && <Empty heading="Nothing yet" text="They have looked at nothing." />}
      {step !== undefined && (
        <div className="replay">
          <section>
            <SectionHead title="Steps" count={hasNextPage ? `${steps.length}+` : steps.length} />
            <Steps steps={steps} at={at} onStep={setAt} />
          </section>
          <section aria-live="polite">
            <SectionHead title={`Step ${at + 1}`} />
            <Shown key={step.number} step={step} />
          </section>
        </div>
      )}
    </div>
  )
}

interface StepsProps {
  steps: SupportStep[]
  at: number
  onStep: (at: number) => void
}

function Steps({ steps, at, onStep }: StepsProps) {
  const list = useRef<HTMLUListElement>(null)
  const go = (to: number) => {
    const next = Math.max(0, Math.min(steps.length - 1, to))
    onStep(next)
    list.current?.querySelectorAll('button')[next]?.focus()
  }
  const press = (event: KeyboardEvent) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: steps.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    go(to)
  }
  return (
    <ul className="rows replay-steps" ref={list} onKeyDown={press}>
      {steps.map((step, place) => (
        <li key={step.number}>
          <button
            type="button"
            tabIndex={place === at ? 0 : -1}
            aria-current={place === at ? 'step' : undefined}
            onClick={() => onStep(place)}
          >
            <span className="fixed second">{showTimeToSecond(step.at)}</span>
            <span>
              {step.what} {step.patient !== null && <b>{showName(step.patient)}</b>}
              {step.refusal !== null && <span className="second replay-refused">Refused: {step.refusal}</span>}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

const shownAtFirst = 3

function Shown({ step }: { step: SupportStep }) {
  const { records, patient, refusal } = step
  const [all, setAll] = useState(false)
  if (refusal !== null) return <p className="under-rule">Nothing was shown.</p>
  if (records.length === 0)
    return <p className="under-rule">No record was opened by it: a list, a search, or the way in.</p>
  const shown = all ? records : records.slice(0, shownAtFirst)
  return (
    <>
      <p className="second under-rule">
        As it was then: {records.length === 1 ? 'one version' : `${records.length} versions`}. Opening them here is
        recorded as yours.
      </p>
      {shown.map(({ type, id, version }) => (
        <Version key={`${type} ${id}`} type={type} id={id} version={version} patient={patient?.id ?? null} />
      ))}
      {shown.length < records.length && (
        <button type="button" className="button" onClick={() => setAll(true)}>
          Open the other {records.length - shown.length}
        </button>
      )}
    </>
  )
}

interface VersionProps {
  type: string
  id: string
  version: number
  patient: string | null
}

function Version({ type, id, version, patient }: VersionProps) {
  const [open, setOpen] = useState(false)
  return (
    <details className="replay-version" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {typeWordsOf(type)}, version {version}
      </summary>
      {open && <Opened type={type} id={id} version={version} patient={patient} />}
    </details>
  )
}

function Opened({ type, id, version, patient }: VersionProps) {
  const { data, error, refetch } = useResource(type, id, version)
  if (error !== null) return <Failure error={error} heading="You can’t open this" again={() => void refetch()} />
  if (data === undefined) return <Loading />
  return (
    <div className="resource">
      {patient !== null && <Readable patient={patient} type={type} resource={data.resource} />}
      <FhirSource source={data.source} />
    </div>
  )
}
