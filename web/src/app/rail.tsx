import { Link } from '@tanstack/react-router'
import { useDrafts } from '../features/drafts/drafts.ts'
import { PracticeName } from '../features/practices/practice-name.tsx'
import { PersonMenu } from '../features/sessions/person-menu.tsx'
import { useSession } from '../features/sessions/session.ts'
import { useUnfiled } from '../features/unfiled/unfiled.ts'
import { Brand } from '../ui/brand.tsx'
import { Icon } from '../ui/icon.tsx'
import { placesFor } from './places.ts'

export function Rail() {
  const { can } = useSession()
  const drafts = useDrafts().data?.length ?? 0
  const unfiled = useUnfiled(can.includes('record.read')).data
  const places = placesFor(can)
  return (
    <nav className="rail" aria-label="Candour">
      <Link to="/" className="rail-brand" aria-label="Candour, Home">
        <Brand />
      </Link>
      <PracticeName />
      <ul>
        {places.map((place, index) => (
          <li
            key={place.to}
            className={places[index - 1]?.group === 'work' && place.group === 'practice' ? 'ruled' : ''}
          >
            <Link to={place.to} className="rail-place" activeOptions={{ exact: place.to === '/' }}>
              <Icon name={place.icon} size={20} />
              <span className="rail-word">{place.label}</span>
              {place.to === '/notes' && drafts > 0 && (
                <span className="rail-count" aria-label={`${drafts} drafts`}>
                  {drafts}
                </span>
              )}
              {place.to === '/unfiled' && unfiled !== undefined && unfiled.items.length > 0 && (
                <span className="rail-count" aria-label={`${unfiled.items.length} unfiled`}>
                  {unfiled.items.length}
                  {unfiled.more && '+'}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
      <PersonMenu />
    </nav>
  )
}
