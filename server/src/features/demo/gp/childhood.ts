import { concept } from '../codes.ts'
import { add, staffReference, subjectOf, type Chart, type Contact } from '../chart.ts'

interface Visit {
  /** Weeks after birth. */
  week: number
  name: string
  given: readonly (readonly [text: string, dose: number, cvx?: string, display?: string])[]
}

/** The routine childhood schedule of the United Kingdom, as it was before January 2026. */
export const schedule: readonly Visit[] = [
  {
    week: 8,
    name: '8 weeks',
    given: [
      ['DTaP/IPV/Hib/HepB (6-in-1)', 1, '146', 'DTaP,IPV,Hib,HepB'],
      ['MenB', 1],
      ['Rotavirus', 1, '119', 'rotavirus, monovalent'],
    ],
  },
  {
    week: 12,
    name: '12 weeks',
    given: [
      ['DTaP/IPV/Hib/HepB (6-in-1)', 2, '146', 'DTaP,IPV,Hib,HepB'],
      ['Pneumococcal conjugate (PCV13)', 1, '133', 'Pneumococcal conjugate PCV 13'],
      ['Rotavirus', 2, '119', 'rotavirus, monovalent'],
    ],
  },
  {
    week: 16,
    name: '16 weeks',
    given: [
      ['DTaP/IPV/Hib/HepB (6-in-1)', 3, '146', 'DTaP,IPV,Hib,HepB'],
      ['MenB', 2],
    ],
  },
  {
    week: 53,
    name: '1 year',
    given: [
      ['MMR', 1, '03', 'MMR'],
      ['Hib/MenC', 1],
      ['Pneumococcal conjugate (PCV13)', 2, '133', 'Pneumococcal conjugate PCV 13'],
      ['MenB', 3],
    ],
  },
  {
    week: 175,
    name: '3 years 4 months',
    given: [
      ['MMR', 2, '03', 'MMR'],
      ['dTaP/IPV (4-in-1 pre-school booster)', 4],
    ],
  },
  {
    week: 730,
    name: '14 years',
    given: [
      ['Td/IPV (3-in-1 teenage booster)', 5],
      ['MenACWY', 1],
    ],
  },
]

export function immunise(
  chart: Chart,
  { at, author, encounter }: Contact,
  vaccine: { text: string; dose?: number; cvx?: readonly [code: string, display: string]; site: string; lot: string },
) {
  const { text, dose, cvx, site, lot } = vaccine
  return add(chart, 'Immunization', {
    status: 'completed',
    vaccineCode: cvx === undefined ? { text } : concept('http://hl7.org/fhir/sid/cvx', cvx, text),
    patient: subjectOf(chart),
    encounter,
    occurrenceDateTime: at.toISOString(),
    primarySource: true,
    lotNumber: lot,
    site: { text: site },
    performer: [{ actor: staffReference(author) }],
    ...(dose === undefined ? {} : { protocolApplied: [{ doseNumberPositiveInt: dose }] }),
  })
}
