/** Says since when the server has not answered, and how much waits. */
import { showTimeToSecond } from '@candour/contract/formatting.ts'
import { tryNow, useConnectionLostSince } from '../api/connection.ts'
import { useUnsaved } from '../features/drafts/unsaved.ts'
import { SupportStrip } from '../features/support/support-strip.tsx'
import { Icon } from '../ui/icon.tsx'
import { DemoStrip } from './demo-strip.tsx'
import { ReadOnlyStrip } from './read-only-strip.tsx'

export function OfflineStrip() {
  const since = useConnectionLostSince()
  const unsaved = useUnsaved()
  return (
    <div className="offline-place" role="status">
      {since !== null && (
        <div className="offline-strip">
          <Icon name="offline" />
          <span>
            <strong>No answer from the practice server since {showTimeToSecond(since)}.</strong>{' '}
            {unsaved === 0
              ? 'Everything you wrote is saved.'
              : `${unsaved === 1 ? 'One note waits' : `${unsaved} notes wait`} in this window: keep it open.`}
          </span>
          <button type="button" className="link" onClick={() => void tryNow()}>
            Try now
          </button>
        </div>
      )}
      <SupportStrip />
      <ReadOnlyStrip />
      <DemoStrip />
    </div>
  )
}
