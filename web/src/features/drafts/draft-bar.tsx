/** How safe the words are, and the ways out of the editor. */
import { showTimeToSecond } from '@candour/contract/formatting.ts'
import { Icon } from '../../ui/icon.tsx'
import { Lock } from '../../ui/lock.tsx'
import type { Kept } from './draft-keeper.ts'

function SaveState({ kept }: { kept: Kept }) {
  const { state } = kept
  if (state.kind === 'saved')
    return (
      <span className="save-state">
        <Lock state="writing" silent size={20} />
        <span>
          <b>Saved {showTimeToSecond(state.at)}</b> <span className="save-where">on the practice server</span>
        </span>
      </span>
    )
  if (state.kind === 'not-saved')
    return (
      <span className="save-state amber">
        <Icon name={state.why === 'refused' ? 'octagon' : 'offline'} size={20} />
        <span>
          <b>Not saved since {showTimeToSecond(state.since)}.</b> {state.message}{' '}
          {state.why === 'network' ? 'It is kept in this window, and sent as soon as that is possible.' : ''}
        </span>
      </span>
    )
  return (
    <span className="save-state">
      <Lock state="writing" silent size={20} />
      <span>{state.kind === 'untouched' ? 'Saves itself as you type' : 'Saving'}</span>
    </span>
  )
}

interface DraftBarProps {
  kept: Kept
  mayFinish: boolean
  readOnly: boolean
  finishing: boolean
  why: string | null
  onFinish: () => void
  onKeep: () => void
  onDiscard: () => void
}

export function DraftBar({ kept, mayFinish, readOnly, finishing, why, onFinish, onKeep, onDiscard }: DraftBarProps) {
  if (readOnly)
    return (
      <div className="draft-bar">
        <p className="save-state">
          <Lock state="writing" silent size={20} />
          <span>
            <b>This draft is kept as it stands.</b> The trial has ended, so it can be read, selected and copied, not
            changed.
          </span>
        </p>
        <div className="draft-bar-acts">
          <button type="button" className="button" onClick={onKeep}>
            Close the draft
          </button>
        </div>
      </div>
    )
  return (
    <div className="draft-bar">
      <div role="status">
        <SaveState kept={kept} />
      </div>
      <div className="draft-bar-acts">
        <button type="button" className="link draft-discard" onClick={onDiscard}>
          Discard
        </button>
        <button type="button" className="button" onClick={onKeep}>
          Keep as draft
        </button>
        <button
          type="button"
          className="button primary"
          disabled={!mayFinish}
          onClick={onFinish}
          title={why ?? 'Ctrl Enter'}
        >
          <Lock state="checked" silent size={20} />
          {finishing ? 'Sealing' : 'Finish and seal'}
          <kbd className="keycap">Ctrl Enter</kbd>
        </button>
      </div>
    </div>
  )
}
