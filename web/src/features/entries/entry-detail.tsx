/** One entry opened: what changed, its proof, and everything else that the ledger keeps of it. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { entryRoutes, type Entry, type EntryInFull } from '@candour/contract/entries.ts'
import { showDayAndTime, showTimeToSecond } from '@candour/contract/formatting.ts'
import { call } from '../../api/client.ts'
import { Loading } from '../../ui/loading.tsx'
import { roleInside } from '../../ui/role-inside.ts'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from '../sessions/session.ts'
import './entry-detail.css'
import { EntryProof } from './entry-proof.tsx'
import { WhatChanged } from './what-changed.tsx'

/** Narrows the list, where there is one to narrow. */
export type Narrow = (to: { patient?: Entry['patient']; session?: string; member?: string }) => void

export function EntryDetail({ entry, onNarrow }: { entry: Entry; onNarrow: Narrow | null }) {
  const { can } = useSession()
  const { data, error, refetch } = useQuery({
    queryKey: ['entry', entry.number],
    queryFn: () => call(entryRoutes.read, { number: entry.number }),
    staleTime: Infinity,
    retry: false,
  })
  if (error !== null)
    return (
      <Failure
        error={error}
        heading="This entry can’t be shown"
        kept="The others are as they were."
        again={() => void refetch()}
      />
    )
  if (data === undefined) return <Loading lines={3} />
  return (
    <>
      <div className="entry-columns">
        <WhatChanged full={data} />
        {can.includes('entry.read') && <EntryProof number={entry.number} hash={entry.hash} />}
      </div>
      <EntryFacts full={data} onNarrow={onNarrow} />
    </>
  )
}

function EntryFacts({ full, onNarrow }: { full: EntryInFull; onNarrow: Narrow | null }) {
  const { entry, device, address, session, location, reason, reasonClosed, facts, job, request } = full
  const { at, who, patient, refusal, verb, hash } = entry
  const from = [device, address, location].filter((part) => part !== null && part !== '').join(' · ')
  return (
    <dl className="facts entry-facts">
      {reason !== null && <Fact label="Why">{reason}</Fact>}
      {reasonClosed && <Fact label="Why">Shown to those alone who may see what it is about</Fact>}
      {refusal !== null && (
        <Fact label="Why refused">
          <span className="red-text">{refusal}</span>
        </Fact>
      )}
      <Fact label="Who">
        {who.name}
        {who.role !== '' && `, ${roleInside(who.role)}`}
        {who.member !== null && onNarrow !== null && (
          <Narrower onClick={() => onNarrow({ member: who.member! })}>Show this person alone</Narrower>
        )}
      </Fact>
      <Fact label="When">
        {showDayAndTime(at)}:{showTimeToSecond(at).slice(-2)}
      </Fact>
      {from !== '' && <Fact label="From">{from}</Fact>}
      {patient !== null && (
        <Fact label="Patient">
          <Link to="/patients/$patient" params={{ patient: patient.id }}>
            Open the record
          </Link>
          {onNarrow !== null && <Narrower onClick={() => onNarrow({ patient })}>Show this patient alone</Narrower>}
        </Fact>
      )}
      {facts.map(({ label, value }) => (
        <Fact key={label} label={label}>
          {value}
        </Fact>
      ))}
      {session !== null && onNarrow !== null && (
        <Fact label="Session">
          <span className="entry-hash">{session.slice(-12)}</span>
          <Narrower onClick={() => onNarrow({ session, ...(who.member !== null && { member: who.member }) })}>
            Show this session alone
          </Narrower>
        </Fact>
      )}
      {job !== null && <Fact label="Work of Candour itself">{job}</Fact>}
      {request !== null && (
        <Fact label="Request">
          <span className="entry-hash">{request}</span>
        </Fact>
      )}
      <Fact label="As the system names it">{verb}</Fact>
      <Fact label="SHA-256 of the leaf">
        <span className="entry-hash">{hash.replace(/(.{4})/g, '$1 ')}</span>
      </Fact>
    </dl>
  )
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Narrower({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button type="button" className="link fact-act" onClick={onClick}>
      {children}
    </button>
  )
}
