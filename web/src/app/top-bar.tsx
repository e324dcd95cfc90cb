import { Link } from '@tanstack/react-router'
import { openFinder } from '../features/patients/finder-door.ts'
import { useUnsaved } from '../features/drafts/unsaved.ts'
import { leaveScreen } from '../features/sessions/leave-screen.ts'
import { useConnectionLostSince } from '../api/connection.ts'
import { Brand } from '../ui/brand.tsx'
import { Icon } from '../ui/icon.tsx'
import { Help } from './help.tsx'

function SaveState() {
  const unsaved = useUnsaved()
  const lost = useConnectionLostSince()
  if (lost !== null)
    return (
      <span className="state amber">
        <Icon name="offline" />
        Offline
      </span>
    )
  if (unsaved > 0)
    return (
      <span className="state">
        <Icon name="clock" />
        Saving
      </span>
    )
  return (
    <span className="state all-saved">
      <Icon name="kept" />
      All work saved
    </span>
  )
}

export function TopBar() {
  return (
    <header className="top-bar">
      <Link to="/" className="top-brand" aria-label="Candour, Home">
        <Brand />
      </Link>
      <button type="button" className="finder-door" onClick={() => openFinder()}>
        <Icon name="search" size={20} />
        <span>Find a patient</span>
        <kbd className="keycap">Ctrl K</kbd>
      </button>
      <div className="top-right">
        <SaveState />
        <button
          type="button"
          className="help-door"
          title="Lock the screen, Ctrl L"
          onClick={() => void leaveScreen('asked')}
        >
          <Icon name="lock" />
          <span className="help-word">Lock</span>
        </button>
        <Help />
      </div>
    </header>
  )
}
