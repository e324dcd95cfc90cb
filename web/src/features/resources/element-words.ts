/** Names of FHIR elements and types as people say them. */
const choices =
  /^(value|onset|abatement|effective|performed|occurrence|medication|deceased|asNeeded|dose|rate|timing|start|due|detail|product|item|location|serviced|created|identified|content|scheduled|born|age|doseNumber|seriesDoses|reported|multipleBirth|amount)(Boolean|Integer|Decimal|String|Uri|Instant|Date|DateTime|Time|Code|CodeableConcept|Coding|Quantity|Period|Range|Ratio|Age|Duration|Timing|Reference|Attachment|SampledData|Money|PositiveInt|UnsignedInt)$/

const said = new Map([
  ['basedOn', 'Based on'],
  ['partOf', 'Part of'],
  ['id', 'Id'],
  ['lotNumber', 'Batch'],
  ['div', 'Text'],
  ['url', 'Address'],
  ['uri', 'Address'],
  ['reasonCode', 'Why'],
  ['reasonReference', 'Why'],
  ['subject', 'Patient'],
  ['bodySite', 'Where on the body'],
  ['multipleBirth', 'Born as one of several'],
  ['asNeeded', 'As needed'],
])

/** `bodySite` as `Where on the body`, `recordedDate` as `Recorded date`, `onsetDateTime` as `Onset`. */
export function labelOf(name: string): string {
  const plain = choices.exec(name)?.[1] ?? name
  return said.get(plain) ?? sentence(plain)
}

const types = new Map([
  ['AllergyIntolerance', 'Allergy'],
  ['Condition', 'Problem'],
  ['DiagnosticReport', 'Report'],
  ['FamilyMemberHistory', 'Family history'],
  ['Immunization', 'Immunisation'],
  ['Media', 'Picture, sound or video'],
  ['MedicationAdministration', 'Medicine given'],
  ['MedicationDispense', 'Medicine handed out'],
  ['MedicationRequest', 'Prescription'],
  ['MedicationStatement', 'Medicine taken'],
  ['ServiceRequest', 'Request'],
])

export function typeWordsOf(type: string): string {
  return types.get(type) ?? sentence(type)
}

function sentence(name: string): string {
  const words = name
    .replace(/^_/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words === '' ? name : words[0]!.toUpperCase() + words.slice(1)
}

const systems: readonly [RegExp, string][] = [
  [/snomed\.info\/sct/, 'SNOMED CT'],
  [/loinc\.org/, 'LOINC'],
  [/rxnorm/, 'RxNorm'],
  [/sid\/cvx/, 'CVX'],
  [/icd-10/i, 'ICD-10'],
  [/dmd\.nhs\.uk/, 'dm+d'],
  [/unitsofmeasure/, 'UCUM'],
]

/** The short name of a code system; null for those whose codes say nothing beside their words. */
export function systemOf(url: string): string | null {
  return systems.find(([pattern]) => pattern.test(url))?.[1] ?? null
}
