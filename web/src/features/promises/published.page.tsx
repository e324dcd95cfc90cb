/** The page of proof as strangers see it: states and days, no word of why, no name of anybody. */
import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { showDate, showDayAndTime } from '@candour/contract/formatting.ts'
import type { PublishedProof } from '@candour/contract/promises.ts'
import { ApiError } from '../../api/client.ts'
import { Empty } from '../../ui/empty.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { PublicFrame } from '../sessions/public-frame.tsx'
import { countOf, troubleFirst, usePublished, worstFirst } from './promises.ts'
import './proof.css'
import { inWords, PromiseStrip, StateCounts, StateMark } from './state-mark.tsx'

export function PublishedPage() {
  const { name } = useParams({ from: '/proof/$name' })
  const { data, error, refetch } = usePublished(name)
  useRobots(data?.indexed === true)
  useEffect(() => {
    document.title = data === undefined ? 'Candour' : `${data.practice}: ${data.kept} of ${data.of} promises are kept`
  }, [data])
  const isNone = error instanceof ApiError && error.code === 'proof.not_published'
  return (
    <PublicFrame wide>
      {isNone && (
        <Empty wholePage heading="Nothing is published here" text="Ask the practice for the address of its page." />
      )}
      {error !== null && !isNone && (
        <Failure error={error} heading="The page can’t be shown" again={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading lines={10} />}
      {data !== undefined && <Published proof={data} />}
    </PublicFrame>
  )
}

/** Search engines leave it out unless the practice has said otherwise. */
function useRobots(indexed: boolean) {
  useEffect(() => {
    const tag = document.createElement('meta')
    tag.name = 'robots'
    tag.content = indexed ? 'index' : 'noindex, nofollow'
    document.head.append(tag)
    return () => tag.remove()
  }, [indexed])
}

function Published({ proof }: { proof: PublishedProof }) {
  const { practice, town, kept, of, at, counts, groups, version } = proof
  const failing = groups.some(({ promises }) => countOf(promises, 'failing') > 0)
  return (
    <div className="proof published">
      <header className="public-head">
        <p className="eyebrow">
          {practice}, {town}
        </p>
        <h1>
          {kept} of {of} promises are kept
        </h1>
        <p className="lead">
          Found by checks that run, by the tests of Candour {version}, and by documents that somebody owns; nothing is
          set by hand. As it was on <span className="fixed">{showDayAndTime(at)}</span>.
        </p>
      </header>
      <div className="proof-counts">
        <StateCounts counts={counts} />
        <p className="published-failing">{failing ? 'What fails now stands first.' : 'Nothing fails now.'}</p>
      </div>
      {worstFirst(groups).map((group) => (
        <PublishedGroup key={group.name} group={group} />
      ))}
    </div>
  )
}

/** On a phone a group is its counts until somebody opens it; one in which something fails is open. On paper each is whole. */
function PublishedGroup({ group: { name, promises } }: { group: PublishedProof['groups'][number] }) {
  const [shown, setShown] = useState(() => !isNarrow() || countOf(promises, 'failing') > 0)
  return (
    <section className="promise-group">
      <div className="promise-group-head">
        <h2>{name}</h2>
        <PromiseStrip promises={promises} />
        <span className="quiet">{capital(inWords(promises))}</span>
        <button type="button" className="link" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? 'Fold' : 'Show'}
          <span className="for-screen-readers"> {name}</span>
        </button>
      </div>
      <ul className={shown ? undefined : 'folded'}>
        {troubleFirst(promises).map(({ id, sentence, state, since }) => (
          <li key={id} className={`promise plain ${state}`}>
            <span className="promise-id">{id}</span>
            <span className="promise-sentence">{sentence}</span>
            <StateMark state={state} />
            <span className="promise-why">{since === null ? '' : `Since ${showDate(since)}`}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const isNarrow = () => window.matchMedia('(width < 720px)').matches

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
