/** Integrity: what Candour checks by itself, what fails first, and how it stood for the last 30 days. */
import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { checkRoutes, checkStates, type Check } from '@candour/contract/checks.ts'
import { call } from '../../api/client.ts'
import { DatedText } from '../../ui/dated-text.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from '../sessions/session.ts'
import './checks.css'
import { isWaiting, useChecks } from './checks.ts'
import { daysOf, wordsOf } from './days.ts'
import { Turns } from './turns.tsx'
import { isWidened, rhythmWords } from './rhythm-words.ts'

export function ChecksPage() {
  usePageTitle('Integrity')
  const may = useSession().can.includes('check.watch')
  /** Those that were asked for, and when they had run last then. */
  const [asked, setAsked] = useState<Map<string, string | null>>(new Map())
  const waits = (check: Check) => isWaiting(check, asked)
  const { data, error, refetch } = useChecks(may, asked)
  const run = useMutation({
    mutationFn: (checks: Check[]) => Promise.all(checks.map(({ name }) => call(checkRoutes.run, { name }))),
    onMutate: (checks) =>
      setAsked((before) => new Map([...before, ...checks.map((one) => [one.name, one.lastRunAt] as const)])),
    onSuccess: () => refetch(),
    onError: () => setAsked(new Map()),
  })
  if (!may)
    return (
      <div className="page">
        <Empty
          wholePage
          heading="Integrity is for practice managers"
          text="Whether a single record is whole is told by its seal, each time that you open it."
        />
      </div>
    )
  const checks = data?.checks ?? []
  const ofPractice = checks.filter(({ of }) => of === 'practice')
  const ofInstallation = checks.filter(({ of }) => of === 'installation')
  const rows = (some: Check[]) =>
    some.map((check) => (
      <CheckRow key={check.name} check={check} at={data!.at} waits={waits(check)} run={() => run.mutate([check])} />
    ))
  return (
    <div className="page">
      <PageHead title={data === undefined ? 'Integrity' : titleOf(checks)} lead={lead}>
        <button
          type="button"
          className="button"
          disabled={checks.length === 0 || checks.some(waits)}
          onClick={() => run.mutate(checks)}
        >
          <Icon name="try-again" />
          Run all now
        </button>
      </PageHead>
      {error !== null && <Failure error={error} heading="The checks can’t be shown" again={() => void refetch()} />}
      {run.error !== null && <Failure error={run.error} heading="Nothing was run" />}
      {data === undefined && error === null && <Loading lines={6} />}
      {data !== undefined && (
        <div className="checks">
          <section>
            <SectionHead title="This practice" count={ofPractice.length}>
              {ofPractice.some(isWidened) ? <span className="second">Sooner where something happened</span> : undefined}
            </SectionHead>
            <ul className="rows">{rows(ofPractice)}</ul>
          </section>
          <section>
            <SectionHead title="This server" count={ofInstallation.length} />
            <ul className="rows">{rows(ofInstallation)}</ul>
          </section>
        </div>
      )}
    </div>
  )
}

const lead =
  'Candour looks at what it keeps, at its keys and at the machine, day and night. Administrators are told when one of the practice’s checks fails; whoever runs the server, when one of the server’s does.'

function titleOf(checks: Check[]): string {
  const failing = checks.filter(({ state }) => state === 'failing').length
  if (failing === 0) return `All ${checks.length} checks are well`
  return `${failing} of ${checks.length} checks ${failing === 1 ? 'is' : 'are'} failing`
}

interface RowProps {
  check: Check
  at: string
  waits: boolean
  run: () => void
}

function CheckRow({ check, at, waits, run }: RowProps) {
  const { title, state, what, since, lastRunAt, everySeconds, history } = check
  const days = daysOf(check, at)
  return (
    <li className={`check-row ${state}`}>
      <div className="check-about">
        <b>{title}</b>
        <span>
          <DatedText text={what} />
        </span>
        {history.length > 1 && <Turns history={history} />}
      </div>
      <p className="check-state">
        <Icon name={state === 'well' ? 'kept' : 'octagon'} />
        <span>
          <b>{checkStates[state]}</b>
          {since !== null && <span className="second fixed">since {showDayAndTime(since)}</span>}
        </span>
      </p>
      <div className="check-days">
        <span className="check-strip" role="img" aria-label={wordsOf(days)}>
          {days.map((day, place) => (
            <i key={place} className={day} />
          ))}
        </span>
        <span className="second">{wordsOf(days)}</span>
      </div>
      <div className="check-run">
        <span className="second fixed">{lastRunAt === null ? 'Never run' : `Run ${showDayAndTime(lastRunAt)}`}</span>
        <span className="second">{rhythmWords(everySeconds)}</span>
        <button type="button" className="link" disabled={waits} onClick={run} aria-label={`Run now: ${title}`}>
          {waits ? 'It is run' : 'Run now'}
        </button>
      </div>
    </li>
  )
}
