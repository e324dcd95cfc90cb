import type { Promised } from './promised.ts'

/** Promises of the group “Who did what”. */
export const whoDid: readonly Promised[] = [
  {
    id: 'P25',
    text: 'Every note and file shows its author, always.',
    sentence: 'Every note and file shows its author',
    organisational: 'no',
    built: 'in part: a document that came without an author shows none',
    checks: [],
    notCovered: 'Whether the name that another system gave is right.',
  },
  {
    id: 'P26',
    text: 'Sign-in activity is recorded, and a member sees the date and time of the last access.',
    sentence: 'Sign-ins are recorded, and each member sees their last one',
    organisational: 'no',
    built: 'whole',
    checks: [],
    notCovered: 'Who sat in front of the screen.',
  },
  {
    id: 'P27',
    text: "A practice's security lead can review all sign-ins and all access, is asked to on a rhythm that the practice sets, and the review is recorded.",
    sentence: 'Sign-ins and access are reviewed on a rhythm, and the review is signed',
    organisational: 'no',
    built: 'whole',
    checks: [],
    notCovered: 'Whether whoever signed looked closely.',
  },
  {
    id: 'P28',
    text: 'The audit log holds security events and data changes (who, what, when, from where, before and after).',
    sentence: 'What was done is in the ledger: who, what, when, from where, before and after',
    organisational: 'no',
    built: 'in part: a change of what is no record shows its values before and after in some places only',
    checks: ['ledger-append-only', 'sequencing'],
    notCovered: 'A compromised application can leave out a read.',
  },
]
