/** The proof that an entry is in the ledger, drawn and worked out in this browser. */
import { useQuery } from '@tanstack/react-query'
import { showCount } from '@candour/contract/formatting.ts'
import { Icon } from '../../ui/icon.tsx'
import { Lock } from '../../ui/lock.tsx'
import { loadProof } from './proof-source.ts'
import { prove, type ProofOfEntry, type Proven } from './proof.ts'

interface ProofProps {
  number: number
  /** Hex: what the row says of itself. */
  hash: string
}

export function EntryProof({ number, hash }: ProofProps) {
  const { data, error, isLoading } = useQuery({
    queryKey: ['entry-proof', number, hash],
    queryFn: async () => {
      const given = await loadProof(number)
      return { given, proven: await prove(given, hash) }
    },
    retry: false,
  })
  return (
    <section className="entry-proof">
      <h2>Proof that this entry is in the ledger</h2>
      {isLoading && <p className="second">Working it out</p>}
      {error !== null && (
        <p className="state red" role="alert">
          <Lock state="refused" silent />
          The proof could not be worked out. {error.message}
        </p>
      )}
      {data !== undefined && <Drawn number={number} given={data.given} proven={data.proven} />}
    </section>
  )
}

const short = (hash: string) => `${hash.slice(0, 4)} ${hash.slice(4, 8)} …`

function Drawn({ number, given, proven }: { number: number; given: ProofOfEntry; proven: Proven }) {
  const { isIncluded, why, leaf, root, size, hashes, tookMs } = proven
  const shown = hashes.slice(0, 3)
  const more = hashes.length - shown.length
  return (
    <>
      <div className="proof-ends">
        <b>{showCount(number)}</b>
        <b>Head {showCount(size)}</b>
      </div>
      <svg viewBox="0 0 430 52" className={isIncluded ? 'proof-line' : 'proof-line red'} aria-hidden="true">
        <path d={more > 0 ? 'M8 10H300M376 10H422' : 'M8 10H422'} />
        <circle cx="8" cy="10" r="6" className="end" />
        <circle cx="422" cy="10" r="6" className="end" />
        {shown.map((hash, place) => {
          const x = 100 + place * 82
          return (
            <g key={hash}>
              <path d={`M${x} 14c-6 14-30 10-32 26`} className="thin" />
              <circle cx={x} cy="10" r="4.5" />
              <circle cx={x - 33} cy="43" r="3.5" className="thin" />
              <text x={x - 25} y="47">
                {hash.slice(0, 4)} …
              </text>
            </g>
          )
        })}
        {more > 0 && (
          <text x="338" y="14" textAnchor="middle">
            and {more} more
          </text>
        )}
      </svg>
      <div className="proof-ends second">
        <span title={leaf}>{short(leaf)}</span>
        <span title={root}>{short(root)}</span>
      </div>
      <p className="proof-said" role="status">
        {isIncluded ? (
          <span className="state green">
            <Icon name="kept" />
            Included
          </span>
        ) : (
          <span className="state red">
            <Lock state="refused" silent />
            Not included. {why}
          </span>
        )}
        <span className="second">
          {hashes.length} {hashes.length === 1 ? 'hash' : 'hashes'}, checked in this browser in{' '}
          {Math.max(1, Math.round(tookMs))} ms
        </span>
        <button
          type="button"
          className="link"
          onClick={() => void navigator.clipboard.writeText(JSON.stringify(given))}
        >
          Copy the proof
        </button>
      </p>
    </>
  )
}
