/** The promises and how each stands now: trouble first, what is well folded, each line with what stands behind it. */
import { useMutation } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { showDay, showWhen } from '@candour/contract/formatting.ts'
import { promiseRoutes, type PromiseGroup, type Proof } from '@candour/contract/promises.ts'
import { call } from '../../api/client.ts'
import { Empty } from '../../ui/empty.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, usePageTitle } from '../../ui/page.tsx'
import { announce } from '../../ui/toast.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from '../sessions/session.ts'
import { PackDialog } from './pack-dialog.tsx'
import { PromiseRow } from './promise-row.tsx'
import { countOf, isRunning, proofChanged, troubleFirst, useProof, worstFirst } from './promises.ts'
import './proof.css'
import { PublishDialog } from './publish-dialog.tsx'
import { PromiseStrip, StateCounts } from './state-mark.tsx'

export function ProofPage() {
  usePageTitle('Proof')
  const { can } = useSession()
  const may = can.includes('proof.read')
  const [askedAt, setAskedAt] = useState<string | null>(null)
  const { data, error, refetch } = useProof(may, askedAt)
  useEffect(() => {
    // One that hangs is given up by then, and can be asked for again.
    const timer = setTimeout(() => setAskedAt(null), 60_000)
    return () => clearTimeout(timer)
  }, [askedAt])
  if (!may)
    return (
      <div className="page">
        <Empty
          wholePage
          heading="The page of proof is for managers"
          text="Your level here does not include it. A practice manager can show it to you, or give you the permission."
        />
      </div>
    )
  if (error !== null)
    return (
      <div className="page">
        <Failure error={error} heading="The proof can’t be shown" again={() => void refetch()} />
      </div>
    )
  if (data === undefined)
    return (
      <div className="page">
        <Loading lines={12} />
      </div>
    )
  return <ProofOf proof={data} isRunning={isRunning(data, askedAt)} onAsked={setAskedAt} />
}

interface ProofProps {
  proof: Proof
  isRunning: boolean
  /** The checks were asked to run. */
  onAsked: (at: string) => void
}

function ProofOf({ proof, isRunning: waits, onAsked }: ProofProps) {
  const { open: asked } = useSearch({ from: '/signed-in/proof' })
  const [open, setOpen] = useState<string | null>(asked ?? firstFailing(proof))
  const [shows, setShows] = useState<'publish' | 'pack' | null>(null)
  const { kept, of, counts, groups, lastRunAt, publication, can } = proof
  const run = useMutation({
    mutationFn: () => call(promiseRoutes.run, {}),
    onSuccess: ({ at }) => {
      announce('Every live check runs now')
      onAsked(at)
      void proofChanged()
    },
  })
  useEffect(() => {
    if (asked !== undefined) document.getElementById(`promise-${asked}`)?.scrollIntoView({ block: 'start' })
  }, [asked])
  const close = () => setShows(null)
  const isPublished = publication !== null && publication.name !== null
  const sorted = worstFirst(groups)
  const isWhole = ({ promises }: PromiseGroup) => promises.every(({ state }) => state === 'kept')
  return (
    <div className="page proof">
      <PageHead
        title={`${kept} of ${of} promises are kept`}
        lead={`Each line is a live check, tests of version ${proof.version}, or a document that somebody owns.${lastRunAt === null ? '' : ` Last run ${when(lastRunAt)}.`}`}
      >
        <button type="button" className="button" aria-disabled={run.isPending || waits} onClick={() => run.mutate()}>
          <Icon name="try-again" />
          {run.isPending || waits ? 'Running' : 'Run all now'}
        </button>
        <button type="button" className="button" onClick={() => setShows('pack')}>
          <Icon name="download" />
          Evidence pack
        </button>
        {can.includes('decide') && (
          <button type="button" className="button primary" onClick={() => setShows('publish')}>
            <Icon name="world" />
            {isPublished ? 'Published page' : 'Publish this page'}
          </button>
        )}
      </PageHead>
      <FormError error={run.error} />
      <ul className="strips">
        {groups.map(({ name, promises }) => (
          <li key={name}>
            <PromiseStrip promises={promises} large />
            <span>{name}</span>
          </li>
        ))}
      </ul>
      <div className="proof-counts">
        <StateCounts counts={counts} />
        <span className="quiet">
          {isPublished
            ? `Published ${showDay(publication.at)}, states and dates only`
            : publication === null
              ? 'Not published'
              : `Switched off ${showDay(publication.at)}`}
        </span>
      </div>
      {sorted
        .filter((group) => !isWhole(group))
        .map((group) => (
          <Group key={group.name} group={group} can={can} open={open} onOpen={setOpen} />
        ))}
      <div className="whole-groups">
        {sorted.filter(isWhole).map((group) => (
          <Group key={group.name} group={group} can={can} open={open} onOpen={setOpen} />
        ))}
      </div>
      {proof.packs.length > 0 && <Packs packs={proof.packs} />}
      {shows === 'publish' && <PublishDialog publication={publication} onClose={close} />}
      {shows === 'pack' && <PackDialog onClose={close} />}
    </div>
  )
}

/** Within a sentence: `today 14:00`. */
const when = (at: string) =>
  showWhen(at, new Date()).replace(/^[TY](?=oday|esterday)/, (letter) => letter.toLowerCase())

/** What fails stands open: nobody has to look for why. */
function firstFailing({ groups }: Proof): string | null {
  return groups.flatMap(({ promises }) => promises).find(({ state }) => state === 'failing')?.id ?? null
}

interface GroupProps {
  group: PromiseGroup
  can: Proof['can']
  open: string | null
  onOpen: (id: string | null) => void
}

function Group({ group: { name, promises, lastRunAt }, can, open, onOpen }: GroupProps) {
  const [shown, setShown] = useState(false)
  const kept = countOf(promises, 'kept')
  const said = kept === promises.length ? `All ${kept} kept` : `${kept} kept`
  return (
    <section className="promise-group">
      <div className="promise-group-head">
        <h2>{name}</h2>
        <PromiseStrip promises={promises} />
        <span className="quiet">
          {said}
          {lastRunAt !== null && `, last run ${when(lastRunAt)}`}
        </span>
        {kept > 0 && (
          <button type="button" className="link" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Fold' : 'Show'}
            <span className="for-screen-readers"> what is kept of {name}</span>
          </button>
        )}
      </div>
      <ul>
        {troubleFirst(promises).map((promise) => (
          <PromiseRow
            key={promise.id}
            promise={promise}
            can={can}
            isOpen={open === promise.id}
            folded={promise.state === 'kept' && !shown && open !== promise.id}
            onToggle={() => onOpen(open === promise.id ? null : promise.id)}
          />
        ))}
      </ul>
    </section>
  )
}

function Packs({ packs }: { packs: Proof['packs'] }) {
  return (
    <section className="promise-group">
      <div className="promise-group-head">
        <h2>Evidence packs made</h2>
      </div>
      <ul className="packs">
        {packs.map(({ id, at, by, visit, reason }) => (
          <li key={id}>
            <span>{by.name}</span>
            <span>
              {visit}. {reason}
            </span>
            <span className="quiet">{showWhen(at, new Date())}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
