/** All versions of what is open: when each came, by whom, and the way to read it. */
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { Icon } from '../../ui/icon.tsx'
import './versions.css'

interface VersionsProps {
  /** Oldest first. */
  versions: readonly { version: number; at: string; name: string }[]
  shown: number
  onRead: (version: number | null) => void
}

export function Versions({ versions, shown, onRead }: VersionsProps) {
  const newest = versions.at(-1)?.version
  return (
    <section className="versions">
      <h3>Versions</h3>
      <ul className="rows">
        {versions.toReversed().map(({ version, at, name }) => (
          <li key={version}>
            <span>Version {version}</span>
            <span className="fixed">{showDayAndTime(at)}</span>
            <span>{name === '' ? 'Not named' : name}</span>
            {version === shown ? (
              <span className="quiet">shown above</span>
            ) : (
              <button type="button" className="link" onClick={() => onRead(version === newest ? null : version)}>
                Read version {version}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

interface OlderVersionProps {
  shown: number
  newest: number
  onRead: (version: null) => void
}

/** Says so above anything that is not the newest. */
export function OlderVersion({ shown, newest, onRead }: OlderVersionProps) {
  return (
    <p className="older-version">
      <Icon name="history" />
      <span>
        This is version {shown}. Version {newest} took its place.
      </span>
      <button type="button" className="link" onClick={() => onRead(null)}>
        Read version {newest}
      </button>
    </p>
  )
}
