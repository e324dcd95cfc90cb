import { showCount } from '@candour/contract/formatting.ts'
import type { RowCounts } from '@candour/contract/tables.ts'
import type { Transfer } from '@candour/contract/transfers.ts'
import type { IconName } from '../../ui/icon.tsx'

export const patientsIn = (count: number) => (count === 1 ? 'one patient' : `${showCount(count)} patients`)
export const rowsIn = (count: number) => (count === 1 ? 'one row' : `${showCount(count)} rows`)

/** The sentence that answers what happened, or would. */
export function answerOf({ created }: RowCounts, when: 'would' | 'did'): string {
  if (created === 0) return when === 'would' ? 'Nobody would be registered' : 'Nobody was registered'
  const who = patientsIn(created)
  const words = when === 'would' ? 'would be registered' : created === 1 ? 'was registered' : 'were registered'
  return `${who.charAt(0).toUpperCase()}${who.slice(1)} ${words}`
}

interface State {
  icon: IconName
  tone: '' | 'green' | 'amber' | 'red'
  words: string
}

/** How far the import of a table is. */
export function stateOf({ step, state, place, table }: Transfer): State {
  const { kept, undone } = table!
  if (state === 'failed') return { icon: 'octagon', tone: 'red', words: 'Stopped' }
  if (state === 'cancelled' && step !== 'keep' && step !== 'undo')
    return { icon: 'refused', tone: '', words: 'Cancelled' }
  if (state === 'waiting') return { icon: 'clock', tone: 'amber', words: 'Waits for its turn' }
  if (state === 'running') {
    const doing = {
      upload: '',
      columns: 'Reading',
      check: 'Checking',
      keep: 'Importing',
      undo: 'Undoing',
      collect: '',
      pack: '',
    }
    return { icon: 'clock', tone: 'amber', words: doing[step] }
  }
  if (step === 'undo') return { icon: 'undo', tone: '', words: `Undone: ${showCount(undone?.removed ?? 0)} deleted` }
  if (step === 'keep' && state === 'paused')
    return { icon: 'clock', tone: 'amber', words: place === 'command' ? 'Paused on the command line' : 'Paused' }
  if (step === 'keep' && kept !== null)
    return state === 'done'
      ? { icon: 'kept', tone: 'green', words: answerOf(kept, 'did') }
      : { icon: 'refused', tone: '', words: `Cancelled: ${answerOf(kept, 'did').toLowerCase()}` }
  if (state === 'done') return { icon: 'kept', tone: '', words: 'Checked, nothing was changed' }
  if (place === 'command') return { icon: 'clock', tone: 'amber', words: 'Paused on the command line' }
  if (step === 'upload') return { icon: 'upload', tone: 'amber', words: 'Waits for its file' }
  return { icon: 'clock', tone: 'amber', words: step === 'columns' ? 'Columns to look at' : 'Checked, waits for you' }
}
