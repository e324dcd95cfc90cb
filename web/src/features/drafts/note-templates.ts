/** How a new note starts, by the kind of practice. Empty headings are left out when the note is finished. */
import type { PracticeKind } from '@candour/contract/practices.ts'
import type { DraftText } from './draft-keeper.ts'

const templates: Record<PracticeKind, { title: string; headings: string[]; titles: string[] }> = {
  dental: {
    title: 'Examination',
    headings: ['Complaint', 'History', 'Examination', 'Diagnosis and plan'],
    titles: ['Examination', 'Hygiene visit', 'Filling', 'Extraction', 'Emergency', 'Phone call', 'Letter'],
  },
  gp: {
    title: 'Consultation',
    headings: ['Presenting complaint', 'History', 'Examination', 'Impression', 'Plan'],
    titles: ['Consultation', 'Phone consultation', 'Home visit', 'Medication review', 'Letter'],
  },
  community: {
    title: 'Home visit',
    headings: ['Reason for the visit', 'Observations', 'Care given', 'Plan'],
    titles: ['Home visit', 'Wound care', 'Medication visit', 'Phone call'],
  },
  ambulance: {
    title: 'Patient report',
    headings: ['Call', 'History', 'Findings', 'Treatment', 'Handover'],
    titles: ['Patient report', 'Transfer', 'Seen and treated', 'Phone triage'],
  },
}

export function newNote(kind: PracticeKind): DraftText {
  const { title, headings } = templates[kind]
  return { title, sections: headings.map((heading) => ({ heading, text: '' })) }
}

export const titlesFor = (kind: PracticeKind) => templates[kind].titles
