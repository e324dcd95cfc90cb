import type { lookKinds } from '@candour/contract/access-links.ts'

type Kind = (typeof lookKinds)[number]

/** What each verb that can touch a record is, to somebody who never saw Candour. The rest is said by its outcome. */
const words: Record<string, readonly [Kind, string]> = {
  'patient.register': ['changed', 'Registered the patient'],
  'patient.find': ['opened', 'Saw the name in a search'],
  'patient.recent': ['opened', 'Saw the name in a list of patients opened lately'],
  'patient.read': ['opened', 'Opened the details: name, address, allergies'],
  'patient.amend': ['changed', 'Changed the details: name, address, contacts or allergies'],
  'patient.chart': ['opened', 'Opened the record'],
  'patient.timeline': ['opened', 'Opened the list of visits and notes'],
  'patient.names': ['opened', 'Saw names that the record mentions'],
  'note.read': ['opened', 'Read a note'],
  'draft.start': ['changed', 'Began to write a note'],
  'draft.save': ['changed', 'Wrote on a note'],
  'draft.read': ['opened', 'Read an unfinished note'],
  'draft.list': ['opened', 'Saw the name in a list of unfinished notes'],
  'draft.file': ['changed', 'Filed an unfinished note under the patient'],
  'draft.finish': ['changed', 'Finished a note'],
  'draft.discard': ['changed', 'Threw an unfinished note away'],
  'draft.restore': ['changed', 'Took an unfinished note back'],
  'draft.empty-bin': ['upkeep', 'Removed an unfinished note that was thrown away 30 days before'],
  'file.announce': ['changed', 'Began to add a document or picture'],
  'file.upload': ['changed', 'Added a document or picture'],
  'file.read': ['opened', 'Saw that there is a document or picture'],
  'file.read-content': ['opened', 'Opened a document or picture'],
  'seal.read': ['checked', 'Looked at how the record is sealed, and who opened it'],
  'resource.create': ['changed', 'Added an entry'],
  'resource.update': ['changed', 'Changed an entry'],
  'resource.delete': ['changed', 'Deleted an entry'],
  'resource.read': ['opened', 'Read an entry'],
  'resource.vread': ['opened', 'Read an older version of an entry'],
  'resource.history': ['opened', 'Read the versions of an entry'],
  'unfiled.file': ['changed', 'Filed a document under the patient'],
  'unfiled.take-back': ['changed', 'Took a document out of the record that was filed wrongly'],
  'unfiled.list': ['opened', 'Saw the name in a list of documents to file'],
  'restriction.read': ['checked', 'Looked at who may open the record'],
  'restriction.restrict': ['changed', 'Restricted the record to named people'],
  'restriction.lift': ['changed', 'Lifted the restriction of the record'],
  'glass.break': ['opened', 'Opened the restricted record by way of exception'],
  'glass.end': ['checked', 'Ended an exception'],
  'glass.settle': ['checked', 'Checked whether an exception was right'],
  'alert.raise': ['checked', 'Noticed unusual access by itself, to be looked at'],
  'alert.list': ['checked', 'Looked through signs of unusual access'],
  'alert.read': ['checked', 'Looked at a sign of unusual access'],
  'alert.settle': ['checked', 'Settled a sign of unusual access'],
  'alert.reopen': ['checked', 'Took up a sign of unusual access again'],
  'transfer.start-export': ['sent', 'Began an export of the whole practice'],
  'transfer.export-patient': ['sent', 'Began an export of this record'],
  'transfer.export': ['sent', 'Copied the record into an export'],
  'transfer.pack': ['sent', 'Packed an export'],
  'transfer.download': ['sent', 'Downloaded an export'],
  'transfer.check': ['checked', 'Compared the record with what another system sent'],
  'transfer.import': ['changed', 'Added to the record from another system'],
  'transfer.undo': ['changed', 'Took back what came from another system'],
  'directory.fold': ['upkeep', 'Kept the search up to date'],
  'directory.rebuild': ['upkeep', 'Made the search again'],
  'entry.list': ['checked', 'Looked at the activity of the practice'],
  'event.listen': ['upkeep', 'Kept an open page up to date'],
  'access-link.preview': ['checked', 'Looked at who opened the record'],
  'access-link.list': ['checked', 'Looked at the links by which the patient sees this list'],
  'access-link.make': ['shown', 'Made a link by which the patient sees this list'],
  'access-link.confirm': ['shown', 'Agreed to a link by which the patient sees this list'],
  'access-link.revoke': ['shown', 'Ended a link by which the patient could see this list'],
  'access-link.open': ['shown', 'Opened this list by the link and its code'],
  'access-link.read': ['shown', 'Looked at this list'],
  'access-link.leave': ['shown', 'Closed this list'],
  'hold.place': ['changed', 'Placed a legal hold: nothing of the record is destroyed'],
  'hold.lift': ['changed', 'Lifted a legal hold'],
}

const byOutcome: Record<string, readonly [Kind, string]> = {
  opened: ['opened', 'Saw something of the record'],
  changed: ['changed', 'Changed something that concerns the record'],
  'signed-in': ['checked', 'Signed in'],
}

/** A refusal begins with what was tried. */
export function layWords(verb: string, outcome: string): { kind: Kind; what: string } {
  const [kind, what] =
    words[verb] ?? byOutcome[outcome] ?? (['checked', 'Did something that concerns the record'] as const)
  if (outcome !== 'refused') return { kind, what }
  if (verb === 'access-link.open')
    return { kind: 'refused', what: 'Tried a code that did not fit, or a link that was over' }
  return { kind: 'refused', what: `Not allowed, so not done: ${what.charAt(0).toLowerCase()}${what.slice(1)}` }
}
