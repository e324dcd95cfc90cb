/** Where one can go, by what one may do. Nobody sees rooms that are not theirs. */
import type { Permission } from '@candour/contract/permissions.ts'
import type { IconName } from '../ui/icon.tsx'

interface Place {
  to:
    | '/'
    | '/patients'
    | '/notes'
    | '/unfiled'
    | '/activity'
    | '/alerts'
    | '/integrity'
    | '/incidents'
    | '/proof'
    | '/team'
    | '/rules'
    | '/transfers'
    | '/emergency-access'
    | '/support-access'
    | '/holds'
  label: string
  icon: IconName
  needs?: Permission
  /** What one does, what one watches, how the practice is run; a line stands between them. */
  group: 'work' | 'watch' | 'practice'
  /** On a phone, where five have room, it stands in the menu. */
  inMenu?: true
}

const places: readonly Place[] = [
  { to: '/', label: 'Home', icon: 'home', group: 'work' },
  { to: '/patients', label: 'Patients', icon: 'patients', needs: 'patient.read', group: 'work' },
  { to: '/notes', label: 'Notes', icon: 'notes', needs: 'note.write', group: 'work' },
  { to: '/unfiled', label: 'Unfiled', icon: 'inbox', needs: 'record.read', group: 'work', inMenu: true },
  { to: '/activity', label: 'Activity', icon: 'history', needs: 'entry.read', group: 'watch', inMenu: true },
  { to: '/alerts', label: 'Alerts', icon: 'alert', needs: 'alert.review', group: 'watch', inMenu: true },
  {
    to: '/emergency-access',
    label: 'Emergency access',
    icon: 'glass',
    needs: 'glass.review',
    group: 'watch',
    inMenu: true,
  },
  { to: '/incidents', label: 'Incidents', icon: 'octagon', needs: 'incident.manage', group: 'watch', inMenu: true },
  { to: '/integrity', label: 'Integrity', icon: 'integrity', needs: 'check.watch', group: 'watch', inMenu: true },
  { to: '/proof', label: 'Proof', icon: 'proof', needs: 'proof.read', group: 'watch', inMenu: true },
  { to: '/team', label: 'Team', icon: 'team', needs: 'member.read', group: 'practice' },
  { to: '/rules', label: 'Rules', icon: 'rules', needs: 'member.read', group: 'practice', inMenu: true },
  {
    to: '/support-access',
    label: 'Support',
    icon: 'support',
    needs: 'support.decide',
    group: 'practice',
    inMenu: true,
  },
  { to: '/holds', label: 'Legal holds', icon: 'hold', needs: 'hold.manage', group: 'practice', inMenu: true },
  {
    to: '/transfers',
    label: 'Import and export',
    icon: 'transfer',
    needs: 'record.export',
    group: 'practice',
    inMenu: true,
  },
]

export function placesFor(can: readonly Permission[]): Place[] {
  return places.filter((place) => place.needs === undefined || can.includes(place.needs))
}
