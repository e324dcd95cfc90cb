import { Link } from '@tanstack/react-router'
import { useAlerts } from '../features/alerts/alerts.ts'
import { useDrafts } from '../features/drafts/drafts.ts'
import { useIncidents } from '../features/incidents/incidents.ts'
import { useProof } from '../features/promises/promises.ts'
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
  const alerts = useAlerts(can.includes('alert.review')).data?.alerts.filter(({ isOpen }) => isOpen).length ?? 0
  const incidents =
    useIncidents(can.includes('incident.manage')).data?.incidents.filter(({ isOpen }) => isOpen).length ?? 0
  const failing = useProof(can.includes('proof.read')).data?.counts.failing ?? 0
  const places = placesFor(can)
  return (
    <nav className="rail" aria-label="Candour">
      <Link to="/" className="rail-brand" aria-label="Candour, Home">
        <Brand />
      </Link>
      <PracticeName />
      <ul>
        {places.map((place, index) => (
          <li key={place.to} className={index > 0 && places[index - 1]!.group !== place.group ? 'ruled' : ''}>
            <Link to={place.to} className="rail-place" activeOptions={{ exact: place.to === '/' }}>
              <Icon name={place.icon} size={20} />
              <span className="rail-word">{place.label}</span>
              {place.to === '/notes' && drafts > 0 && (
                <span className="rail-count" aria-label={`${drafts} drafts`}>
                  {drafts}
                </span>
              )}
              {place.to === '/alerts' && alerts > 0 && (
                <span className="rail-count" aria-label={`${alerts} open`}>
                  {alerts}
                </span>
              )}
              {place.to === '/incidents' && incidents > 0 && (
                <span className="rail-count" aria-label={`${incidents} open`}>
                  {incidents}
                </span>
              )}
              {place.to === '/proof' && failing > 0 && (
                <span className="rail-failing" aria-label={`${failing} failing`}>
                  <Icon name="octagon" size={16} />
                  {failing} <span>failing</span>
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
