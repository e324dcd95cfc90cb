import { Link } from '@tanstack/react-router'
import type { TimelineItem } from '@candour/contract/timeline.ts'
import { DatedText } from '../../ui/dated-text.tsx'
import { Lock } from '../../ui/lock.tsx'
import { dayOf } from '../patients/day-of.ts'
import { kindWords } from '../patients/kind-words.ts'
import type { Unfiled } from './unfiled.ts'
import './unfiled.css'

interface RowsProps {
  items: readonly TimelineItem[]
  onFile: ((item: Unfiled, title: string) => void) | undefined
}

export function UnfiledRows({ items, onFile }: RowsProps) {
  return (
    <ul className="rows">
      {items.map((item) => {
        const title = item.title === '' ? 'Untitled' : item.title
        return (
          <li key={`${item.type}/${item.id}`} className="unfiled-row">
            <Lock state="sealed" />
            <div>
              <Link to="/unfiled/$type/$item" params={{ type: item.type, item: item.id }} className="unfiled-title">
                {title}
              </Link>
              <span className="second quiet">
                {[kindWords[item.kind][0], item.author].filter((part) => part !== '').join(' · ')}
              </span>
              {item.preview !== '' && (
                <span className="second unfiled-preview">
                  <DatedText text={item.preview} />
                </span>
              )}
            </div>
            <span className="fixed unfiled-when">{item.at === '' ? 'No date' : dayOf(item.at)}</span>
            {onFile !== undefined && (
              <button type="button" className="link unfiled-act" onClick={() => onFile(item, title)}>
                File to a patient
                <span className="for-screen-readers">: {title}</span>
              </button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
