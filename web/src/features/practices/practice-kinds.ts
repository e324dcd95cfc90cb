import type { PracticeKind } from '@candour/contract/practices.ts'
import type { IconName } from '../../ui/icon.tsx'

interface KindWords {
  kind: PracticeKind
  name: string
  text: string
  icon: IconName
  example: string
  roles: readonly string[]
}

export const kinds: readonly KindWords[] = [
  {
    kind: 'dental',
    name: 'Dental practice',
    text: 'Dentists, hygienists, nurses and reception.',
    icon: 'dental',
    example: 'Tallow Lane Dental',
    roles: ['Dentist', 'Hygienist', 'Therapist', 'Dental nurse', 'Receptionist', 'Practice manager'],
  },
  {
    kind: 'gp',
    name: 'GP surgery',
    text: 'Doctors, nurses and the team around them.',
    icon: 'stethoscope',
    example: 'Harbour Road Surgery',
    roles: ['General practitioner', 'Practice nurse', 'Pharmacist', 'Receptionist', 'Practice manager'],
  },
  {
    kind: 'community',
    name: 'Community care',
    text: 'District nursing and care at people’s homes.',
    icon: 'home-care',
    example: 'Severn Community Nursing',
    roles: ['District nurse', 'Carer', 'Physiotherapist', 'Coordinator', 'Manager'],
  },
  {
    kind: 'ambulance',
    name: 'Ambulance service',
    text: 'Crews, control and clinical leads.',
    icon: 'ambulance',
    example: 'Moor Edge Ambulance',
    roles: ['Paramedic', 'Ambulance technician', 'Control', 'Clinical lead', 'Operations manager'],
  },
]

export const kindWords = (kind: PracticeKind) => kinds.find((words) => words.kind === kind) ?? kinds[0]!
