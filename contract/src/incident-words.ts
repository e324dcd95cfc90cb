/** The closed lists of an incident, in the words of the ICO's own form where it has some. */

export const incidentKinds = {
  access: 'Records were seen by somebody who should not have seen them',
  sent: 'Something was sent or given to the wrong person',
  lost: 'Something was lost or stolen',
  account: 'An account was used by somebody else',
  integrity: 'Something was altered outside Candour',
  unavailable: 'Records could not be reached when they were needed',
  other: 'Something else',
} as const
export type IncidentKind = keyof typeof incidentKinds

/** UK GDPR: a controller tells the ICO and people; a processor tells its controller. */
export const incidentRoles = {
  controller: 'These are our own patients or staff',
  processor: 'We hold them for somebody else',
} as const
export type IncidentRole = keyof typeof incidentRoles

export const dataCategories = {
  identifiers: 'Names, addresses, dates of birth, contact details, NHS numbers',
  health: 'Health data',
  genetic: 'Genetic or biometric data',
  identification: 'Usernames or passwords',
  financial: 'Economic or financial data',
  documents: 'Official documents, such as a passport',
  location: 'Location data',
  racial: 'Racial or ethnic origin',
  beliefs: 'Religious, philosophical or political beliefs, or trade union membership',
  'sex-life': 'Sex life or sexual orientation',
  criminal: 'Criminal convictions or offences',
  unknown: 'Not yet known',
} as const
export type DataCategory = keyof typeof dataCategories

export const peopleCategories = {
  patients: 'Patients',
  children: 'Children',
  vulnerable: 'Vulnerable adults',
  staff: 'Staff',
  others: 'Other people, such as relatives',
  unknown: 'Not yet known',
} as const
export type PeopleCategory = keyof typeof peopleCategories

/** What a decision is about, and what can be decided. */
export const risks = {
  none: 'No risk to people is likely',
  risk: 'A risk to people is likely',
  high: 'A high risk to people is likely',
} as const
export type Risk = keyof typeof risks

/** UK GDPR art. 34(3): why people need not be told although the risk is high. */
export const tellings = {
  tell: 'The people concerned are told',
  sealed: 'Not told: what was taken cannot be read by whoever has it',
  ended: 'Not told: what was done since makes the high risk unlikely',
  public: 'Told in public instead: telling each would be out of all proportion',
} as const
export type Telling = keyof typeof tellings

export const incidentNotices = {
  ico: 'To the ICO',
  individuals: 'To the people concerned',
  controller: 'To the controller',
} as const
export type IncidentNotice = keyof typeof incidentNotices

export const taskPhases = {
  contain: 'Contain it',
  preserve: 'Keep the traces',
  assess: 'Find out what it means',
  notify: 'Tell who has to be told',
  tell: 'Tell people',
  mend: 'Mend it',
  learn: 'Learn from it',
} as const
export type TaskPhase = keyof typeof taskPhases
