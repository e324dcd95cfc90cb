/** The five places of a phone. */
import { Link } from '@tanstack/react-router'
import { PersonMenu } from '../features/sessions/person-menu.tsx'
import { useSession } from '../features/sessions/session.ts'
import { Icon } from '../ui/icon.tsx'
import { placesFor } from './places.ts'

export function BottomBar() {
  const { can } = useSession()
  const places = placesFor(can)
  const shown =
    places.length > 4
      ? places.filter(({ to }) => to !== '/unfiled' && to !== '/activity' && to !== '/transfers')
      : places
  return (
    <nav className="bottom-bar" aria-label="Places">
      {shown.map((place) => (
        <Link key={place.to} to={place.to} className="bottom-place" activeOptions={{ exact: place.to === '/' }}>
          <Icon name={place.icon} size={22} />
          {place.label}
        </Link>
      ))}
      <PersonMenu compact />
    </nav>
  )
}
