/** Promise: an element of any type (`value[x]` of an extension) has exactly the types that FHIR calls open. */

/** https://hl7.org/fhir/R4/datatypes.html#open */
export const openTypes: readonly string[] =
  'base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string time unsignedInt uri url uuid Address Age Annotation Attachment CodeableConcept Coding ContactPoint Count Distance Duration HumanName Identifier Money Period Quantity Range Ratio Reference SampledData Signature Timing ContactDetail Contributor DataRequirement Expression ParameterDefinition RelatedArtifact TriggerDefinition UsageContext Dosage Meta'.split(
    ' ',
  )

export function choiceSuffix(type: string): string {
  return type.slice(0, 1).toUpperCase() + type.slice(1)
}
