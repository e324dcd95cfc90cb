/** Made-up people of a made-up practice. NHS numbers are of the 999 test range and pass their check digit. */
import { randomUUID } from 'node:crypto'
import type { Entry } from '@candour/contract/entries.ts'
import type { File } from '@candour/contract/files.ts'
import type { Member } from '@candour/contract/members.ts'
import { isNhsNumber } from '@candour/contract/nhs-number.ts'
import type { Draft } from '@candour/contract/drafts.ts'
import type { Note } from '@candour/contract/notes.ts'
import type { PatientCard } from '@candour/contract/patients.ts'
import type { Session } from '@candour/contract/sessions.ts'

export const id = () => `${randomUUID().slice(0, 14)}7${randomUUID().slice(15)}`
export const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const day = 24 * 60

export const hash = (seed: string) =>
  Array.from({ length: 64 }, (_, place) =>
    ((seed.charCodeAt(place % seed.length) * (place + 7)) % 16).toString(16),
  ).join('')

function nhs(from: number): string {
  for (let last = 0; last < 10; last++) if (isNhsNumber(`${from}${last}`)) return `${from}${last}`
  return nhs(from + 1)
}

export const me = { member: id(), name: 'Imogen Thrale', role: 'Dentist' }
export const nurse = { member: id(), name: 'Nkem Adeyfield', role: 'Nurse' }
export const desk = { member: id(), name: 'Cerys Uldale', role: 'Reception' }

type Row = [string, string, string, string, PatientCard['sex'], string, string]
const rows: Row[] = [
  ['Ashdowne', 'Margery', 'Mrs', '1957-03-04', 'female', 'BS6 5QA', '0117 496 0142'],
  ['Ashdown', 'Marjorie', 'Miss', '1957-10-12', 'female', 'BS3 1LJ', '0117 496 0177'],
  ['Ashdowne', 'Leonard', 'Mr', '1957-01-19', 'male', 'BS6 5QA', '0117 496 0142'],
  ['Ashton-Reeve', 'Margo', 'Ms', '1982-07-05', 'female', 'BS7 8PN', '0117 496 0913'],
  ['Nettlefold', 'Jonah', 'Mr', '1978-02-27', 'male', 'BS2 0AA', '0117 496 0331'],
  ['Pellow', 'Gareth', 'Mr', '1984-07-22', 'male', 'BS5 9TT', '0117 496 0402'],
  ['Tremayne-Olu', 'Esi', 'Miss', '2011-09-30', 'female', 'BS8 2HG', '0117 496 0260'],
  ['Wexcombe', 'Alun', 'Mr', '1962-01-11', 'male', 'BS9 1RS', '0117 496 0718'],
  ['Lovibond', 'Harriet', 'Ms', '1990-12-08', 'female', 'BS1 4DJ', '0117 496 0055'],
  ['Idowu-Bray', 'Kit', 'Mx', '1999-04-17', 'other', 'BS4 3QL', '0117 496 0824'],
  [
    'van der Featherstonehaugh-Llewellyn',
    'Maximilian Bartholomew',
    'Prof',
    '1941-06-30',
    'male',
    'BA15 1AB',
    '01225 496 0101',
  ],
]

export const patients: PatientCard[] = rows.map(([family, given, title, birthDate, sex, postcode, phone], place) => ({
  id: id(),
  version: 1,
  family,
  given,
  title,
  birthDate,
  diedAt: null,
  sex,
  nhsNumber: place === 8 ? null : nhs(999000001 + place * 13),
  phone,
  email: place === 0 ? 'margery.ashdowne@example.org' : null,
  address: { lines: [`${4 + place} Tallow Lane`], town: 'Bristol', postcode },
  allergies:
    place === 0
      ? {
          state: 'listed',
          items: [
            { substance: 'Penicillin', reaction: 'anaphylaxis, 1994' },
            { substance: 'Latex', reaction: 'contact dermatitis' },
          ],
        }
      : place === 10
        ? {
            state: 'listed',
            items: [
              { substance: 'Amoxicillin with clavulanic acid', reaction: 'widespread urticaria and facial swelling' },
              { substance: 'Chlorhexidine', reaction: 'anaphylaxis during placement of a urinary catheter, 2019' },
              { substance: 'Ibuprofen', reaction: '' },
              { substance: 'Latex', reaction: 'contact dermatitis' },
            ],
          }
        : place % 3 === 1
          ? { state: 'none_known' }
          : { state: 'not_recorded' },
}))

export const margery = patients[0]!

const examination = [
  {
    heading: 'Complaint',
    text: '“A twinge with cold drinks on the upper left” for two weeks. Lasts seconds. No pain at night, none on biting.',
  },
  {
    heading: 'History',
    text: 'Checked with the patient: apixaban 5 mg twice a day, atrial fibrillation. No change since 04-Sep-2025. Does not smoke.',
  },
  {
    heading: 'Examination',
    text: 'Nothing abnormal in lips, cheeks, tongue, floor of mouth, palate or throat. No swollen nodes. Jaw joints quiet.\nBPE 3 1 2 / 3 2 2.\n26 gap at the margin of the occlusal composite; cold test sharp and brief; not tender to percussion. Other restorations sound.',
  },
  {
    heading: 'Diagnosis and plan',
    text: '1. Reversible pulpitis, 26: replace the composite, 30 min.\n2. Hygienist for BPE 3 sextants, then six-point chart.\n3. Recall six months.',
  },
]

function note(
  patient: string,
  title: string,
  at: string,
  author: Note['author'],
  sections: Note['sections'],
  versions = 1,
): Note {
  return {
    id: id(),
    patient,
    version: versions,
    title,
    status: versions > 1 ? 'amended' : 'final',
    sections,
    author,
    finishedAt: at,
    versions: Array.from({ length: versions }, (_, place) => ({ version: place + 1, at, author })),
    can: ['amend'],
  }
}

const short = (text: string) => [{ heading: 'Note', text }]

export const notes: Note[] = [
  note(margery.id, 'Examination', ago(14), me, examination, 2),
  note(margery.id, 'Call from patient', ago(2 * day + 280), desk, short('Upper left sensitive to cold for two weeks.')),
  note(margery.id, 'Examination', ago(192 * day), me, short('No active disease. Recall six months.')),
  note(margery.id, 'Hygiene visit', ago(367 * day), nurse, short('Supragingival scale, all sextants.')),
  note(margery.id, 'Consent, fluoride varnish', ago(367 * day + 2), nurse, short('Signed by patient.')),
  ...Array.from({ length: 58 }, (_, place) =>
    note(margery.id, 'Examination', ago((400 + place * 60) * day), me, short('36 MOD amalgam watched, no change.')),
  ),
]

export interface FakeFile extends File {
  kind: 'image' | 'file' | 'document'
  data: Buffer | null
}

function picture(): Buffer {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1100"><rect width="1600" height="1100" fill="#0d0d0c"/>${Array.from(
    { length: 8 },
    (_, tooth) =>
      `<rect x="${110 + tooth * 175}" y="${240 + (tooth % 3) * 14}" width="140" height="330" rx="46" fill="#8d8a83"/><rect x="${138 + tooth * 175}" y="${280}" width="84" height="120" rx="30" fill="#d8d4cb"/><path d="M${150 + tooth * 175} 560v220M${210 + tooth * 175} 560v220" stroke="#6c6a64" stroke-width="34"/>`,
  ).join('')}</svg>`
  return Buffer.from(svg)
}

const pdf = Buffer.from(
  `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 96>>stream
BT /F1 18 Tf 72 740 Td (Severn Oral Surgery) Tj 0 -30 Td /F1 12 Tf (Re: Margery Ashdowne) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
`,
)

const synthea = `
2025-09-04

# Chief Complaint
- Review of anticoagulant


# History of Present Illness
Margery is a 68 year-old patient. Patient has a history of atrial fibrillation (disorder), gingivitis (disorder).

# Medications
apixaban 5 mg oral tablet

# Assessment and Plan


## Plan
The following procedures were conducted:
- documentation of current medications
- blood pressure (procedure)
`

function file(name: string, mediaType: string, at: string, data: Buffer | null, text: string | null): FakeFile {
  const fileId = id()
  return {
    id: fileId,
    patient: margery.id,
    version: 1,
    name,
    mediaType,
    size: data?.length ?? text?.length ?? 0,
    addedAt: at,
    author: me,
    sha256: data === null ? null : hash(name),
    text,
    contentUrl: data === null ? null : `/api/files/${fileId}/content`,
    kind: text !== null ? 'document' : mediaType.startsWith('image') ? 'image' : 'file',
    data,
  }
}

export const files: FakeFile[] = [
  file('Bitewings, left and right', 'image/png', ago(21), picture(), null),
  file('Referral letter, oral surgery.pdf', 'application/pdf', ago(30 * day), pdf, null),
  file('Letter from GP surgery', 'text/plain', ago(443 * day), null, synthea),
]

function draft(
  patient: string | null,
  title: string,
  at: string,
  sections: Draft['sections'],
  splitFrom: string | null = null,
): Draft {
  return {
    id: id(),
    patient,
    title,
    sections,
    revision: 3,
    amends: null,
    savedAt: at,
    device: 'Chrome on Windows',
    splitFrom,
  }
}

export const drafts: Draft[] = [
  draft(patients[6]!.id, 'Examination', ago(95), [
    { heading: 'Complaint', text: 'Wobbly tooth, upper left.' },
    { heading: 'Examination', text: 'Mixed dentition. Upper left E mobile, grade II, no swelling' },
    { heading: 'Diagnosis and plan', text: '' },
  ]),
  draft(patients[7]!.id, 'Root canal 46, visit 2', ago(day + 200), [
    { heading: 'Treatment', text: 'Rubber dam, 46 reopened, working lengths MB 19.5, ML 19.0, D 20.5' },
  ]),
  draft(
    null,
    'Phone call',
    ago(4 * day),
    [{ heading: 'Call', text: 'Asks whether she may eat before the visit.' }],
    id(),
  ),
]

export const members: Member[] = [
  [me, 4, 'approved', 'imogen@tallow-lane.example', ago(30)],
  [nurse, 2, 'approved', 'nkem@tallow-lane.example', ago(47)],
  [desk, 1, 'approved', 'cerys@tallow-lane.example', ago(day)],
  [{ member: id(), name: 'Priyan Wickley', role: 'Dentist' }, 2, 'pending', 'priyan.wickley@example.org', null],
  [{ member: id(), name: 'Morwenna Sallow', role: 'Hygienist' }, 2, 'invited', 'morwenna@example.org', null],
].map(([person, level, state, email, lastSignInAt]) => ({
  id: (person as typeof me).member,
  name: (person as typeof me).name,
  role: (person as typeof me).role,
  email: email as string,
  level: level as Member['level'],
  state: state as Member['state'],
  since: ago(3 * day),
  lastSignInAt: lastSignInAt as string | null,
  can: state === 'pending' ? ['approve', 'withdraw'] : state === 'invited' ? ['withdraw'] : ['changeLevel'],
}))

const about = ({ id: patient, family, given, title }: PatientCard) => ({ id: patient, family, given, title })
const wordings: [Entry['kind'], string, string, boolean, string | null][] = [
  ['opened', 'note.read', 'Opened the examination of', true, null],
  ['changed', 'patient.amend', 'Changed the details of', true, null],
  ['refused', 'entry.list', 'Tried to read the activity', false, 'access.refused'],
  ['opened', 'patient.read', 'Opened the record of', true, null],
  ['changed', 'draft.finish', 'Finished and sealed a note about', true, null],
  ['changed', 'file.keep', 'Added a file to the record of', true, null],
  ['signed-in', 'session.sign-in', 'Signed in', false, null],
]

export const entries: Entry[] = Array.from({ length: 220 }, (_, place) => {
  const [kind, verb, what, named, refusal] = wordings[place % wordings.length]!
  const number = 48_213 - place
  return {
    number,
    at: ago(place * 7 + 1),
    who: kind === 'refused' ? nurse : [me, desk, nurse, me][place % 4]!,
    kind,
    verb,
    what,
    patient: named ? about(patients[place % 5]!) : null,
    from: ['Chrome on Windows, 192.0.2.14', 'Firefox on Linux, 192.0.2.20'][place % 2]!,
    refusal: refusal === null ? null : 'The level of this member does not include it.',
    hash: hash(`entry ${number}`),
  }
})

export const session: Session = {
  account: { id: id(), name: me.name, email: 'imogen@tallow-lane.example' },
  member: { id: me.member, name: me.name, role: me.role, level: 4 },
  practice: {
    id: id(),
    kind: 'dental',
    name: 'Tallow Lane Dental',
    town: 'Bristol',
    trialEndsAt: ago(-12 * day),
    readOnly: false,
  },
  otherPractices: [],
  can: [],
  csrf: 'fake',
  lastSignIn: { at: ago(day + 50), from: 'Chrome on Windows, 192.0.2.14' },
  idleMinutes: 10,
  endsAt: ago(-600),
}
