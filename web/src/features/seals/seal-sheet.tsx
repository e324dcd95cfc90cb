import { Link, useParams } from '@tanstack/react-router'
import { showCount, showDayAndTime, showTimeToSecond } from '@candour/contract/formatting.ts'
import type { Seal } from '@candour/contract/seals.ts'
import { Loading } from '../../ui/loading.tsx'
import { Lock } from '../../ui/lock.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { roleInside } from '../../ui/role-inside.ts'
import { NotaryRing } from './notary-ring.tsx'
import { OpenedBy } from './opened-by.tsx'

const keyWords: Record<Seal['compartment'], string> = {
  patient: 'Patient key',
  practice: 'Practice compartment key',
  unfiled: 'A key of its own',
  shared: 'A key that its patients share',
}

/** `b41f 90c2 … 7e1d` */
export const shortHash = (hash: string) => `${hash.slice(0, 4)} ${hash.slice(4, 8)} … ${hash.slice(-4)}`

interface SealSheetProps {
  seal: Seal | undefined
  error: unknown
  checking: boolean
  onVerify: () => void
  onVersion?: ((version: number | null) => void) | undefined
}

/** A number comes within seconds. When none is found long after, it isn't being given: don't say so. */
function numberWords({ entry, writtenAt, checkedAt }: Seal): string {
  if (entry !== null) return showCount(entry)
  return Date.parse(checkedAt) - Date.parse(writtenAt) < 60_000 ? 'Being numbered' : 'Not found here'
}

export function SealSheet({ seal, error, checking, onVerify, onVersion }: SealSheetProps) {
  const { patient } = useParams({ strict: false })
  if (error !== null && error !== undefined)
    return (
      <div className="seal-trouble">
        <Failure
          error={error}
          heading="The seal can’t be checked"
          kept="What was sealed stays sealed."
          again={onVerify}
        />
      </div>
    )
  if (seal === undefined)
    return (
      <div className="seal-trouble">
        <Loading what="Checking the seal" />
      </div>
    )
  const older = seal.version > 1 ? seal.version - 1 : null
  return (
    <div className="seal">
      <header className="seal-head">
        <NotaryRing state="checked" />
        <div>
          <h2>Sealed and unaltered</h2>
          <p role="status">{checking ? 'Checking now' : `Checked ${showTimeToSecond(seal.checkedAt)}`}</p>
        </div>
      </header>
      <dl className="seal-facts">
        <div>
          <dt>Sealed under</dt>
          <dd>
            {keyWords[seal.compartment]}, under practice key <b>v{seal.practiceKeyVersion}</b>
          </dd>
        </div>
        <div>
          <dt>How</dt>
          <dd>{seal.construction}</dd>
        </div>
        <div>
          <dt>Author</dt>
          <dd>
            {seal.author.name}
            {seal.author.role !== '' && `, ${roleInside(seal.author.role)}`}
          </dd>
        </div>
        <div>
          <dt>Written</dt>
          <dd className="fixed">{showDayAndTime(seal.writtenAt)}</dd>
        </div>
        <div>
          <dt>Version</dt>
          <dd>
            {seal.version} of {seal.versions}
            {older !== null && onVersion !== undefined && (
              <>
                {' · '}
                <button type="button" className="link" onClick={() => onVersion(older)}>
                  read version {older}
                </button>
              </>
            )}
          </dd>
        </div>
      </dl>
      <OpenedBy openings={seal.openedBy} people={seal.openedByPeople} />
      <footer className="seal-foot">
        <div>
          <p className="label">Ledger entry</p>
          <p className="seal-number">{numberWords(seal)}</p>
          <p className="label" title={seal.hash}>
            {shortHash(seal.hash)}
          </p>
        </div>
        {patient !== undefined && (
          <Link to="/patients/$patient/history" params={{ patient }} search={{ type: seal.type, item: seal.id }}>
            All who opened or changed it
          </Link>
        )}
        <button type="button" className="button" onClick={onVerify} aria-disabled={checking}>
          <Lock state="checked" silent size={20} />
          Verify
        </button>
      </footer>
    </div>
  )
}
