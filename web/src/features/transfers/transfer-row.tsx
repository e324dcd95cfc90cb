import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { showCount, showDayAndTime, showSize } from '@candour/contract/formatting.ts'
import { transferRoutes, type Transfer, type TypeCount } from '@candour/contract/transfers.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { CountsTable } from './counts-table.tsx'
import { DownloadLink } from './download-link.tsx'
import { ImportUnsent } from './import-unsent.tsx'
import { RefusedLines } from './refused-lines.tsx'
import { isUnderWay, keepTransfer } from './transfers.ts'

const sum = (counts: readonly TypeCount[], of: 'created' | 'updated' | 'unchanged' | 'refused') =>
  counts.reduce((total, one) => total + one[of], 0)

function headingOf({ kind, files, patient }: Transfer): string {
  if (kind === 'export') return patient === null ? 'Export of the practice' : 'Export of one record'
  const [first] = files
  if (files.length === 1) return `Import of ${first!.name}`
  return `Import of ${showCount(files.length)} files`
}

interface State {
  icon: IconName
  tone: '' | 'green' | 'amber' | 'red'
  words: string
}

function stateOf(transfer: Transfer): State {
  const { state, step, kind, place } = transfer
  if (state === 'cancelled') {
    const stays = step === 'keep' ? kept(transfer) : 0
    const words = stays === 1 ? 'one resource is in the record' : `${showCount(stays)} resources are in the record`
    return stays === 0
      ? { icon: 'refused', tone: '', words: kind === 'import' ? 'Cancelled, nothing was changed' : 'Cancelled' }
      : { icon: 'alert', tone: 'amber', words: `Cancelled, ${words}` }
  }
  if (state === 'failed') return { icon: 'octagon', tone: 'red', words: 'Stopped' }
  if (state === 'done') {
    if (kind === 'export')
      return transfer.download === null && place === 'web'
        ? { icon: 'clock', tone: '', words: 'No longer kept' }
        : { icon: 'kept', tone: 'green', words: 'Ready' }
    if (step === 'check') return { icon: 'kept', tone: '', words: 'Checked, nothing was changed' }
    const [count, refused] = [kept(transfer), sum(transfer.kept, 'refused')]
    const words = count === 1 ? 'One resource is in the record' : `${showCount(count)} resources are in the record`
    return refused === 0
      ? { icon: 'kept', tone: 'green', words }
      : { icon: 'alert', tone: 'amber', words: `${words}, ${showCount(refused)} refused` }
  }
  if (step === 'upload') return { icon: 'upload', tone: 'amber', words: 'Waits for its files' }
  if (state === 'paused') {
    if (place === 'command') return { icon: 'clock', tone: 'amber', words: 'Paused on the command line' }
    return { icon: 'clock', tone: 'amber', words: step === 'keep' ? 'Paused' : 'Checked, waits for you' }
  }
  if (state === 'waiting') return { icon: 'clock', tone: 'amber', words: 'Waits for its turn' }
  const doing = {
    check: 'Checking',
    keep: 'Importing',
    collect: 'Gathering',
    pack: 'Packing',
    upload: '',
    columns: '',
    undo: '',
  }[step]
  return { icon: 'clock', tone: 'amber', words: doing }
}

const kept = ({ kept: counts }: Transfer) => sum(counts, 'created') + sum(counts, 'updated') + sum(counts, 'unchanged')

export function TransferRow({ transfer }: { transfer: Transfer }) {
  const { id, kind, step, state, by, startedAt, checked, references, can, download, problem } = transfer
  const [open, setOpen] = useState(false)
  const [sure, setSure] = useState(false)
  const { icon, tone, words } = stateOf(transfer)
  const act = useMutation({
    mutationFn: (route: typeof transferRoutes.keep) => call(route, { id }),
    onSuccess: keepTransfer,
  })
  const waits = state === 'paused' && can.includes('keep')
  const counts = step === 'keep' ? transfer.kept : checked
  const shows = counts.length > 0 && (waits || open || (kind === 'import' && isUnderWay(transfer)))
  const refused = sum(counts, 'refused')
  return (
    <li className="transfer">
      <div className="transfer-line">
        <div>
          <span className="transfer-name">{headingOf(transfer)}</span>
          <span className="second">
            {by.name}, {showDayAndTime(startedAt)}
            {transfer.passphrase && ' · sealed with a passphrase'}
          </span>
        </div>
        <span className={`state ${tone}`}>
          <Icon name={icon} size={16} />
          {words}
        </span>
        <span className="transfer-acts">
          {counts.length > 0 && !waits && !isUnderWay(transfer) && (
            <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? 'Less' : 'By type'}
            </button>
          )}
          {can.includes('cancel') && (
            <button
              type="button"
              className="link"
              onClick={() => (step === 'keep' && !sure ? setSure(true) : act.mutate(transferRoutes.cancel))}
            >
              {step === 'keep' ? (sure ? 'Yes, stop here' : 'Stop') : 'Cancel'}{' '}
              <span className="for-screen-readers">{headingOf(transfer)}</span>
            </button>
          )}
          {can.includes('check') && (
            <button type="button" className="button" onClick={() => act.mutate(transferRoutes.check)}>
              Check it
            </button>
          )}
          {waits && (
            <button type="button" className="button primary" onClick={() => act.mutate(transferRoutes.keep)}>
              {step === 'keep' ? 'Go on' : 'Import'}
            </button>
          )}
          {download !== null && can.includes('download') && <DownloadLink id={id} {...download} />}
        </span>
      </div>
      {isUnderWay(transfer) && <Progress transfer={transfer} />}
      {step === 'upload' && state === 'paused' && transfer.place === 'web' && <ImportUnsent transfer={transfer} />}
      {sure && isUnderWay(transfer) && (
        <p className="second" role="status">
          What is in the record by then stays there; importing the same files again brings the rest.
        </p>
      )}
      {download !== null && <p className="second">Until {showDayAndTime(download.until)}</p>}
      {problem !== null && <p className="transfer-problem">{problem}</p>}
      <FormError error={act.error} />
      {waits && step === 'check' && <p className="transfer-answer">{answerOf(checked)}</p>}
      {shows && <CountsTable counts={counts} />}
      {shows && references.found > 0 && (
        <p className="second">
          {showCount(references.found)} references search by an identifier; {showCount(references.resolved)} of them
          name one resource of this import, the others stay as they are.
        </p>
      )}
      {shows && refused > 0 && !isUnderWay(transfer) && <RefusedLines transfer={id} step={step} />}
    </li>
  )
}

/** The sentence that answers: what would happen. */
function answerOf(checked: readonly TypeCount[]): string {
  const [created, updated, unchanged, refused] = (['created', 'updated', 'unchanged', 'refused'] as const).map((of) =>
    sum(checked, of),
  ) as [number, number, number, number]
  const parts = [
    created > 0 && `${showCount(created)} would be new`,
    updated > 0 && `${showCount(updated)} would become new versions`,
    unchanged > 0 && `${showCount(unchanged)} are there already`,
    refused > 0 && `${showCount(refused)} would be refused`,
  ].filter((part) => part !== false)
  return parts.length === 0 ? 'There is nothing in these files.' : `${parts.join(', ')}.`
}

function Progress({ transfer: { done, total, kind } }: { transfer: Transfer }) {
  const words = kind === 'export' ? `${showCount(done)} resources` : `${showSize(done)} of ${showSize(total)}`
  return (
    <div className="transfer-progress">
      {total > 0 ? (
        <progress max={total} value={Math.min(done, total)} aria-label="How far it is" />
      ) : (
        <progress aria-label="How far it is" />
      )}
      <span className="second">{words}</span>
    </div>
  )
}
