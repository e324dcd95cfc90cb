/** The five places of a phone. */
import { Link } from '@tanstack/react-router'
import { PersonMenu } from '../features/sessions/person-menu.tsx'
import { useSession } from '../features/sessions/session.ts'
import { Icon } from '../ui/icon.tsx'
import { placesFor } from './places.ts'

export function BottomBar() {
  const { can } = useSession()
  const places = placesFor(can)
  const inMenu = places.length > 4 ? places.filter((place) => place.inMenu) : []
  return (
    <nav className="bottom-bar" aria-label="Places">
      {places
        .filter((place) => !inMenu.includes(place))
        .map((place) => (
          <Link key={place.to} to={place.to} className="bottom-place" activeOptions={{ exact: place.to === '/' }}>
            <Icon name={place.icon} size={22} />
            {place.label}
          </Link>
        ))}
      <PersonMenu
        more={(close) =>
          inMenu.map(({ to, icon, label }) => (
            <Link key={to} to={to} className="menu-act" onClick={close}>
              <Icon name={icon} />
              {label}
            </Link>
          ))
        }
      />
    </nav>
  )
}
