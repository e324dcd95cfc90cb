/** What matters first of each type, in this order and in these words; everything else follows as the resource has it. */
interface Shape {
  /** Elements whose words are the title; the first that has any. */
  title: readonly string[]
  /** Label and the elements under it; `onset` stands for all its choices. */
  facts: readonly (readonly [label: string, ...elements: string[]])[]
}

const course = [
  ['Status', 'status'],
  ['Why', 'reasonCode', 'reasonReference'],
] as const
const recorded = [
  ['Recorded', 'recordedDate', 'dateAsserted', 'issued'],
  ['Recorded by', 'recorder'],
  ['Said by', 'asserter', 'informationSource'],
] as const
const context = [
  ['Encounter', 'encounter', 'context'],
  ['Notes', 'note', 'comment'],
] as const
const medicine = ['medication']

const shapes: Record<string, Shape> = {
  AllergyIntolerance: {
    title: ['code'],
    facts: [
      ['Status', 'clinicalStatus'],
      ['Certainty', 'verificationStatus'],
      ['Risk', 'criticality'],
      ['Reactions', 'reaction'],
      ['Category', 'category', 'type'],
      ['Began', 'onset'],
      ['Last happened', 'lastOccurrence'],
      ...recorded,
      ...context,
    ],
  },
  Appointment: {
    title: ['description', 'serviceType', 'appointmentType'],
    facts: [['Starts', 'start'], ['Ends', 'end'], ...course, ['With', 'participant'], ...context],
  },
  CarePlan: {
    title: ['title', 'category'],
    facts: [
      ['Status', 'status'],
      ['When', 'period'],
      ['What', 'description'],
      ['For', 'addresses'],
      ['Activities', 'activity'],
      ['Goals', 'goal'],
      ['By', 'author', 'contributor', 'careTeam'],
      ...context,
    ],
  },
  Condition: {
    title: ['code'],
    facts: [
      ['Status', 'clinicalStatus'],
      ['Certainty', 'verificationStatus'],
      ['Severity', 'severity'],
      ['Where on the body', 'bodySite'],
      ['Began', 'onset'],
      ['Ended', 'abatement'],
      ['Category', 'category'],
      ...recorded,
      ...context,
    ],
  },
  DiagnosticReport: {
    title: ['code'],
    facts: [
      ['Conclusion', 'conclusion', 'conclusionCode'],
      ['Results', 'result'],
      ['Documents', 'presentedForm'],
      ['Status', 'status'],
      ['Taken', 'effective'],
      ['Issued', 'issued'],
      ['By', 'performer', 'resultsInterpreter'],
      ...context,
    ],
  },
  Encounter: {
    title: ['type', 'serviceType', 'class'],
    facts: [
      ['When', 'period'],
      ['Status', 'status'],
      ['Kind', 'class'],
      ['Why', 'reasonCode', 'reasonReference'],
      ['With', 'participant'],
      ['Where', 'location'],
      ['Found', 'diagnosis'],
      ['At', 'serviceProvider'],
    ],
  },
  Goal: {
    title: ['description'],
    facts: [
      ['Status', 'lifecycleStatus'],
      ['Achieved', 'achievementStatus'],
      ['Begins', 'start'],
      ['Target', 'target'],
      ['For', 'addresses'],
      ['Said by', 'expressedBy'],
      ...context,
    ],
  },
  Immunization: {
    title: ['vaccineCode'],
    facts: [
      ['Given', 'occurrence'],
      ['Status', 'status'],
      ['Why not', 'statusReason'],
      ['Dose', 'protocolApplied'],
      ['Amount', 'doseQuantity'],
      ['Site', 'site'],
      ['Route', 'route'],
      ['Batch', 'lotNumber'],
      ['Expires', 'expirationDate'],
      ['Maker', 'manufacturer'],
      ['Given by', 'performer'],
      ['Where', 'location'],
      ...context,
    ],
  },
  MedicationAdministration: {
    title: medicine,
    facts: [['Given', 'effective'], ['Dose', 'dosage'], ...course, ['By', 'performer'], ...context],
  },
  MedicationDispense: {
    title: medicine,
    facts: [
      ['Handed out', 'whenHandedOver', 'whenPrepared'],
      ['Quantity', 'quantity', 'daysSupply'],
      ['Dose', 'dosageInstruction'],
      ['Status', 'status'],
      ['By', 'performer'],
      ...context,
    ],
  },
  MedicationRequest: {
    title: medicine,
    facts: [
      ['Dose', 'dosageInstruction'],
      ...course,
      ['Ordered', 'authoredOn'],
      ['Ordered by', 'requester', 'recorder'],
      ['Kind of order', 'intent'],
      ['Supply', 'dispenseRequest'],
      ...context,
    ],
  },
  MedicationStatement: {
    title: medicine,
    facts: [['Dose', 'dosage'], ['Taken', 'effective'], ...course, ...recorded, ...context],
  },
  Observation: {
    title: ['code'],
    facts: [
      ['Result', 'value', 'dataAbsentReason'],
      ['Parts', 'component'],
      ['Judged', 'interpretation'],
      ['Usual range', 'referenceRange'],
      ['Taken', 'effective'],
      ['Status', 'status'],
      ['Method', 'method'],
      ['Where on the body', 'bodySite'],
      ['By', 'performer', 'device'],
      ['Issued', 'issued'],
      ...context,
    ],
  },
  Procedure: {
    title: ['code'],
    facts: [
      ['Done', 'performed'],
      ...course,
      ['Where on the body', 'bodySite'],
      ['Outcome', 'outcome', 'complication'],
      ['Follow-up', 'followUp'],
      ['By', 'performer', 'recorder', 'asserter'],
      ['Where', 'location'],
      ...context,
    ],
  },
  ServiceRequest: {
    title: ['code'],
    facts: [
      ...course,
      ['Ordered', 'authoredOn'],
      ['Ordered by', 'requester'],
      ['Wanted', 'occurrence'],
      ['Priority', 'priority'],
      ['To', 'performer'],
      ['Where on the body', 'bodySite'],
      ...context,
    ],
  },
}

const any: Shape = {
  title: ['title', 'code', 'type', 'category', 'name', 'description', 'relationship'],
  facts: [
    ['Status', 'status'],
    ['When', 'date', 'period', 'effective', 'occurrence', 'authoredOn', 'sent'],
    ...context,
  ],
}

export function shapeOf(type: string): Shape {
  return Object.hasOwn(shapes, type) ? (shapes[type] ?? any) : any
}
