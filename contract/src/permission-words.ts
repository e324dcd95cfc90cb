/** What each permission lets a member do, in a sentence that a receptionist and an inspector read alike (P04). */
import type { Permission } from './permissions.ts'

interface Words {
  /** "May ...": a verb and what it is about. */
  may: string
  group: 'Patients' | 'Notes and records' | 'Team' | 'Practice'
}

export const permissionWords: Record<Permission, Words> = {
  'patient.find': { may: 'find patients by name, birth date, number or phone', group: 'Patients' },
  'patient.read': { may: 'open a patient’s details: name, address, contacts, allergies', group: 'Patients' },
  'patient.register': { may: 'register new patients', group: 'Patients' },
  'patient.amend': { may: 'change a patient’s details', group: 'Patients' },
  'patient.delete': { may: 'delete a patient, and bring one back', group: 'Patients' },
  'note.read': { may: 'read notes', group: 'Notes and records' },
  'note.write': { may: 'write, finish and amend notes', group: 'Notes and records' },
  'file.add': { may: 'add files to a record', group: 'Notes and records' },
  'file.read': { may: 'open the files of a record', group: 'Notes and records' },
  'record.read': {
    may: 'read the whole record: problems, medicines, results, letters, and the notes among them',
    group: 'Notes and records',
  },
  'record.write': { may: 'add to the record and change it, and file documents', group: 'Notes and records' },
  'record.move': { may: 'move a record from one patient to another', group: 'Notes and records' },
  'seal.read': { may: 'see how a record is sealed and who opened it', group: 'Notes and records' },
  'member.read': { may: 'see who works here', group: 'Team' },
  'member.invite': { may: 'invite colleagues, and withdraw an invitation', group: 'Team' },
  'member.approve': { may: 'let in who accepted an invitation', group: 'Team' },
  'member.change': { may: 'change what colleagues may do, up to their own level', group: 'Team' },
  'entry.read': { may: 'read the activity: who did what, and when', group: 'Practice' },
  'access.show': {
    may: 'make a link by which a patient sees who looked at their record, and end it',
    group: 'Practice',
  },
  'alert.review': {
    may: 'look at what is unusual, settle it, and sign the review of sign-ins and access',
    group: 'Practice',
  },
  'check.watch': {
    may: 'see whether all that is kept is whole and looked after, and have it looked at now',
    group: 'Practice',
  },
  'incident.manage': {
    may: 'handle incidents: open a case, decide whom to tell, close it, and take it out for the regulator',
    group: 'Practice',
  },
  'record.export': { may: 'export the record of a patient', group: 'Practice' },
  'transfer.manage': { may: 'import records, and export the whole practice', group: 'Practice' },
  'rules.change': { may: 'change the practice’s rules about signing in', group: 'Practice' },
  'glass.break': { may: 'break the glass of a restricted record, with a reason, for 30 minutes', group: 'Patients' },
  'record.restrict': { may: 'restrict a patient’s record to named people', group: 'Patients' },
  'glass.review': { may: 'settle emergency access: who broke the glass, and why', group: 'Practice' },
  'practice.lock': { may: 'stop all access to the practice at once, and lift that again', group: 'Practice' },
  'proof.read': {
    may: 'look at the promises and their proof, run the checks, and take a signed pack for a visit',
    group: 'Practice',
  },
  'evidence.file': { may: 'file evidence for what software alone can’t show', group: 'Practice' },
  'proof.decide': { may: 'publish the page of proof, and name who sees to evidence', group: 'Practice' },
  'hold.manage': {
    may: 'place a legal hold, and as an administrator lift one, and decide how long the details of the activity are kept',
    group: 'Practice',
  },
  'support.decide': {
    may: 'let the operator’s support in for a while, to read, and see what they looked at',
    group: 'Practice',
  },
}
