import type { PracticeKind } from '@candour/contract/practices.ts'
import type { Level } from '@candour/contract/permissions.ts'
import type { DemoMember } from './demo.ts'
import { randomOf } from './random.ts'

type Post = readonly [name: string, role: string, level: Exclude<Level, 0>]

/** Practices of invention: the first four of each are one of each level, whom a visitor can sign in as. */
const houses: Record<PracticeKind, { name: string; town: string; domain: string; posts: readonly Post[] }> = {
  gp: {
    name: 'Harbour Street Surgery',
    town: 'Harbourstow',
    domain: 'harbour-street-surgery.example',
    posts: [
      ['Dr Amara Okonkwo', 'GP partner', 4],
      ['Gwen Prytherch', 'Practice manager', 3],
      ['Dr Tobias Hathersage', 'General practitioner', 2],
      ['Shanice Pinnock', 'Receptionist', 1],
      ['Dr Priya Venkataraman', 'General practitioner', 2],
      ['Sister Moira Kinnaird', 'Practice nurse', 2],
      ['Katarzyna Nowak', 'Health care assistant', 2],
      ['Yusuf Mirza', 'Clinical pharmacist', 2],
      ['Derek Oldroyd', 'Receptionist', 1],
    ],
  },
  dental: {
    name: 'Harbour Street Dental Practice',
    town: 'Harbourstow',
    domain: 'harbour-street-dental.example',
    posts: [
      ['Dr Imogen Thrale', 'Principal dentist', 4],
      ['Rosalind Ormerod', 'Practice manager', 3],
      ['Dr Nikhil Desai', 'Dentist', 2],
      ['Carys Maddocks', 'Receptionist', 1],
      ['Dr Folake Oyelaran', 'Dentist', 2],
      ['Hannah Yarwood', 'Dental hygienist', 2],
      ['Piotr Zieliński', 'Dental therapist', 2],
      ['Leanne Sugden', 'Dental nurse', 2],
    ],
  },
  community: {
    name: 'Tallow Bay Community Nursing',
    town: 'Wexcombe Bay',
    domain: 'tallow-bay-nursing.example',
    posts: [
      ['Sister Niamh Tierney', 'Lead district nurse', 4],
      ['Gareth Llewelyn', 'Service manager', 3],
      ['Beatriz Carvalho', 'District nurse', 2],
      ['Maureen Askew', 'Coordinator', 1],
      ['Kwame Boateng', 'Community nurse', 2],
      ['Shirin Rahimi', 'Tissue viability nurse', 2],
      ['Ewan Rattray', 'Physiotherapist', 2],
      ['Joyce Gayle', 'Health care assistant', 2],
    ],
  },
  ambulance: {
    name: 'Moor Edge Ambulance',
    town: 'Thornley Marsh',
    domain: 'moor-edge-ambulance.example',
    posts: [
      ['Fergal Heneghan', 'Clinical lead, paramedic', 4],
      ['Hazel Rushworth', 'Operations manager', 3],
      ['Zeynep Demir', 'Paramedic', 2],
      ['Marlon Whyte', 'Control room', 1],
      ['Callum Strachan', 'Paramedic', 2],
      ['Ruth Nettleton', 'Specialist paramedic', 2],
      ['Andrei Popescu', 'Emergency medical technician', 2],
      ['Sahra Jama', 'Emergency medical technician', 2],
    ],
  },
}

export function practiceOf(kind: PracticeKind): { kind: PracticeKind; name: string; town: string } {
  const { name, town } = houses[kind]
  return { kind, name, town }
}

export function staffOf(kind: PracticeKind, seed: string): DemoMember[] {
  const { domain, posts } = houses[kind]
  const random = randomOf(seed, 'staff', kind)
  return posts.map(([name, role, level]) => {
    const words = name
      .normalize('NFD')
      .replace(/[^A-Za-z ]/g, '')
      .toLowerCase()
      .split(' ')
    return { id: random.uuid(), name, role, level, email: `${words.at(-2)}.${words.at(-1)}@${domain}` }
  })
}
