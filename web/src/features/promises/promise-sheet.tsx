/** What stands behind a promise: what happened, what is safe, what it does not cover, checks, tests, evidence. */
import { useState } from 'react'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { LiveCheck, PromiseDetail, Proof } from '@candour/contract/promises.ts'
import { checkStates } from '@candour/contract/checks.ts'
import { DatedText } from '../../ui/dated-text.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { Turns } from '../checks/turns.tsx'
import { Evidence } from './evidence.tsx'
import { usePromise } from './promises.ts'

export function PromiseSheet({ id, can }: { id: string; can: Proof['can'] }) {
  const { data, error, refetch } = usePromise(id)
  if (error !== null) return <Failure error={error} heading="This can’t be shown" again={() => void refetch()} />
  if (data === undefined) return <Loading lines={3} />
  const { text, happened, safe, missing, notCovered, checks, tests, organisational } = data
  return (
    <div className="promise-sheet">
      <div>
        {happened !== null && (
          <>
            <h3>What happened</h3>
            <p>{happened}</p>
          </>
        )}
        {safe !== null && (
          <>
            <h3>What is safe</h3>
            <p>{safe}</p>
          </>
        )}
        <h3>What is promised</h3>
        <p>{text.replace(/^\(O(?: in part)?\) /, '')}</p>
        {missing !== null && organisational !== 'whole' && (
          <>
            <h3>How far it is built</h3>
            <p>{missing}</p>
          </>
        )}
        <h3>What it does not cover</h3>
        <p>{notCovered}</p>
        {organisational !== 'no' && <Evidence promise={data} can={can} />}
      </div>
      <div>
        <h3>{checks.length < 2 ? 'Live check' : 'Live checks'}</h3>
        {checks.length === 0 && <p>{noCheck(data)}</p>}
        {checks.length > 0 && (
          <ul className="live-checks">
            {checks.map((one) => (
              <Check key={one.name} check={one} />
            ))}
          </ul>
        )}
        <Tests tests={tests} />
      </div>
    </div>
  )
}

function noCheck({ organisational, tests }: PromiseDetail): string {
  if (organisational === 'whole') return 'None. What is filed shows it.'
  return tests.length > 0 ? 'None. The tests of the version that runs show it.' : 'None.'
}

function Check({ check: { title, state, what, since, lastRunAt, history } }: { check: LiveCheck }) {
  return (
    <li className={state}>
      <Icon name={state === 'well' ? 'kept' : 'octagon'} size={18} />
      <div>
        <b>{title}</b>
        <p>
          <DatedText text={what} />
        </p>
        <p className="quiet">
          {since !== null && `${checkStates[state]} since ${showDayAndTime(since)}. `}
          {lastRunAt === null ? 'It has not run yet.' : `Last run ${showDayAndTime(lastRunAt)}.`}
        </p>
        {history.length > 1 && <Turns history={history} />}
      </div>
    </li>
  )
}

const few = 4

function Tests({ tests }: { tests: PromiseDetail['tests'] }) {
  const [all, setAll] = useState(false)
  if (tests.length === 0)
    return (
      <>
        <h3>Tests behind it</h3>
        <p>None in the version that runs.</p>
      </>
    )
  return (
    <>
      <h3>Tests behind it, in the version that runs</h3>
      <ul className="tests-behind">
        {tests.slice(0, all ? tests.length : few).map(({ title, file }) => (
          <li key={`${file} ${title}`}>
            <span>{title}</span>
            <span className="quiet">{file}</span>
          </li>
        ))}
      </ul>
      {tests.length > few && !all && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          Show all {tests.length}
        </button>
      )}
    </>
  )
}
