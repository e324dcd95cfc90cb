/** Where one can go, by what one may do. Nobody sees rooms that are not theirs. */
import type { Permission } from '@candour/contract/permissions.ts'
import type { IconName } from '../ui/icon.tsx'

interface Place {
  to: '/' | '/patients' | '/notes' | '/unfiled' | '/activity' | '/team' | '/transfers'
  label: string
  icon: IconName
  needs?: Permission
  group: 'work' | 'practice'
}

const places: readonly Place[] = [
  { to: '/', label: 'Home', icon: 'home', group: 'work' },
  { to: '/patients', label: 'Patients', icon: 'patients', needs: 'patient.read', group: 'work' },
  { to: '/notes', label: 'Notes', icon: 'notes', needs: 'note.write', group: 'work' },
  { to: '/unfiled', label: 'Unfiled', icon: 'inbox', needs: 'record.read', group: 'work' },
  { to: '/activity', label: 'Activity', icon: 'history', needs: 'entry.read', group: 'practice' },
  { to: '/team', label: 'Team', icon: 'team', needs: 'member.read', group: 'practice' },
  { to: '/transfers', label: 'Import and export', icon: 'transfer', needs: 'record.export', group: 'practice' },
]

export function placesFor(can: readonly Permission[]): Place[] {
  return places.filter((place) => place.needs === undefined || can.includes(place.needs))
}
