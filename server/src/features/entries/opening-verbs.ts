/** Verbs that open a patient's record, or take it out. Lists that merely name the patient are none. */
export const openingVerbs: readonly string[] = [
  'patient.read',
  'patient.chart',
  'patient.timeline',
  'note.read',
  'file.read',
  'file.read-content',
  'resource.read',
  'resource.vread',
  'resource.history',
  'entry.read',
  'transfer.export-patient',
]
