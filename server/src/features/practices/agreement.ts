import type { OutputOf } from '@candour/contract/route.ts'
import type { practiceRoutes } from '@candour/contract/practices.ts'
import { digest } from '../../platform/vault/digest.ts'

/**
 * The processing agreement between a practice (controller) and whoever runs this Candour (processor), UK GDPR article 28.
 * A model text: whoever offers Candour to others has it checked by their own lawyer. A change gets a new version.
 */
const version = '2026-11'
const title = 'Processing agreement'
const sections = [
  {
    heading: 'Who is who',
    paragraphs: [
      'Your practice decides why and how its patients’ and staff’s data are used: it is the controller. The organisation that runs this installation of Candour works for it, on its instructions: it is the processor.',
      'What is processed: the records of your patients (identity, contact, health data), and what is needed of your staff (name, role, email, sign-ins, who opened what). For how long: until you take it out and close the practice here.',
    ],
  },
  {
    heading: 'What the processor does',
    paragraphs: [
      'It processes the data only to keep your records, on your documented instructions, in the United Kingdom. It sells nothing, shares nothing, sends no telemetry, and trains nothing on your data.',
      'Whoever works for it is bound to confidentiality, and has no standing access to your records.',
      'It keeps the security described in SECURITY.md: everything sealed under keys of your practice, every access recorded where you can read it.',
    ],
  },
  {
    heading: 'Others who take part',
    paragraphs: [
      'It uses no other processor without telling you first, so that you can object. Any other processor is bound by the same duties.',
    ],
  },
  {
    heading: 'Helping you with your duties',
    paragraphs: [
      'It helps you to answer patients who ask for their data, its correction or erasure, and with impact assessments and audits. You may inspect, yourself or through somebody you name.',
      'If data of yours is breached, it tells you without undue delay once it knows, with what you need for your own notice within 72 hours.',
    ],
  },
  {
    heading: 'At the end',
    paragraphs: [
      'You can read everything out at any time, in an open format (FHIR R4), also after the trial or the contract has ended. When you close the practice, its keys are destroyed, and with them all that was sealed under them becomes unreadable, backups included, within 35 days.',
    ],
  },
]

export const agreementHash = digest(Buffer.from(JSON.stringify({ version, title, sections })))

export const agreement: OutputOf<typeof practiceRoutes.readAgreement> = {
  version,
  title,
  sha256: agreementHash.toString('hex'),
  sections,
}
