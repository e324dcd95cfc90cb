/**
 * Reviewed by people: which elements say whose record a resource is, and which only mention somebody. Every element of R4
 * that may refer to a patient stands in one of the two, or `npm run generate` fails; so a new version of the definitions
 * can't slip one through. It is not FHIR's patient compartment (https://hl7.org/fhir/R4/compartmentdefinition-patient.html),
 * which is for search: Device and Task are missing there, performers are in it.
 *
 * `owns` is ordered: the first that names a patient decides; those joined by `+` decide together.
 */
interface Reviewed {
  owns?: string
  mentions?: string
}

const patient: Reviewed = { owns: 'patient' }
const subject: Reviewed = { owns: 'subject' }

export const reviewed: Record<string, Reviewed> = {
  // Data types: wherever they stand, they mention.
  Annotation: { mentions: 'author[x]' },
  ElementDefinition: { mentions: 'defaultValue[x] fixed[x] pattern[x] example.value[x]' },
  Extension: { mentions: 'value[x]' },
  Signature: { mentions: 'who onBehalfOf' },

  Account: { ...subject, mentions: 'guarantor.party' },
  AdverseEvent: { ...subject, mentions: 'recorder' },
  AllergyIntolerance: { ...patient, mentions: 'recorder asserter' },
  Appointment: { owns: 'participant.actor', mentions: 'supportingInformation' },
  AppointmentResponse: { owns: 'actor' },
  AuditEvent: { owns: 'entity.what', mentions: 'agent.who source.observer' },
  Basic: { ...subject, mentions: 'author' },
  Binary: { owns: 'securityContext' },
  BiologicallyDerivedProduct: { owns: 'collection.source' },
  BodyStructure: patient,
  CarePlan: {
    ...subject,
    mentions: 'author contributor supportingInfo activity.outcomeReference activity.detail.performer',
  },
  CareTeam: { ...subject, mentions: 'participant.member' },
  ChargeItem: { ...subject, mentions: 'performer.actor enterer supportingInformation' },
  Claim: { ...patient, mentions: 'payee.party supportingInfo.value[x]' },
  ClaimResponse: patient,
  ClinicalImpression: { ...subject, mentions: 'supportingInfo' },
  Communication: { owns: 'subject recipient+sender', mentions: 'basedOn partOf about payload.content[x]' },
  CommunicationRequest: {
    owns: 'subject recipient+sender',
    mentions: 'basedOn about payload.content[x] requester',
  },
  Composition: {
    ...subject,
    mentions: 'author attester.party event.detail section.author section.focus section.entry',
  },
  Condition: { ...subject, mentions: 'recorder asserter evidence.detail' },
  Consent: {
    ...patient,
    mentions: 'performer verification.verifiedWith provision.actor.reference provision.data.reference',
  },
  Contract: {
    ...subject,
    mentions:
      'author topic[x] term.topic[x] term.offer.party.reference term.offer.topic term.offer.answer.value[x] ' +
      'term.asset.typeReference term.asset.context.reference term.asset.valuedItem.entity[x] ' +
      'term.asset.valuedItem.responsible term.asset.valuedItem.recipient term.action.subject.reference ' +
      'term.action.requester term.action.performer supportingInfo signer.party',
  },
  Coverage: { owns: 'beneficiary', mentions: 'policyHolder subscriber payor' },
  CoverageEligibilityRequest: { ...patient, mentions: 'supportingInfo.information item.detail' },
  CoverageEligibilityResponse: patient,
  DetectedIssue: { ...patient, mentions: 'implicated evidence.detail' },
  Device: patient,
  DeviceRequest: { ...subject, mentions: 'basedOn priorRequest performer supportingInfo' },
  DeviceUseStatement: { ...subject, mentions: 'source' },
  DiagnosticReport: subject,
  DocumentManifest: { ...subject, mentions: 'author recipient content related.ref' },
  DocumentReference: { owns: 'subject context.sourcePatientInfo', mentions: 'author context.related' },
  Encounter: subject,
  EnrollmentRequest: { owns: 'candidate' },
  EpisodeOfCare: patient,
  ExplanationOfBenefit: { ...patient, mentions: 'payee.party supportingInfo.value[x]' },
  FamilyMemberHistory: patient,
  Flag: { ...subject, mentions: 'author' },
  Goal: { ...subject, mentions: 'expressedBy' },
  Group: { owns: 'member.entity', mentions: 'characteristic.value[x]' },
  GuidanceResponse: subject,
  ImagingStudy: { ...subject, mentions: 'series.performer.actor' },
  Immunization: patient,
  ImmunizationEvaluation: patient,
  ImmunizationRecommendation: { ...patient, mentions: 'recommendation.supportingPatientInformation' },
  ImplementationGuide: { mentions: 'definition.resource.reference manifest.resource.reference' },
  Invoice: { owns: 'subject recipient', mentions: 'participant.actor' },
  Linkage: { owns: 'item.resource' },
  List: { ...subject, mentions: 'source entry.item' },
  MeasureReport: { ...subject, mentions: 'evaluatedResource' },
  Media: { ...subject, mentions: 'partOf operator' },
  MedicationAdministration: { ...subject, mentions: 'supportingInformation performer.actor' },
  MedicationDispense: { ...subject, mentions: 'supportingInformation performer.actor receiver' },
  MedicationRequest: { ...subject, mentions: 'reported[x] supportingInformation requester performer' },
  MedicationStatement: { ...subject, mentions: 'informationSource derivedFrom' },
  MessageHeader: { owns: 'focus' },
  MolecularSequence: patient,
  NutritionOrder: patient,
  Observation: { ...subject, mentions: 'focus performer' },
  Parameters: { mentions: 'parameter.value[x]' },
  // A Patient is its own record.
  Patient: { mentions: 'link.other' },
  PaymentNotice: { mentions: 'request response' },
  PaymentReconciliation: { mentions: 'detail.request detail.response' },
  Person: { owns: 'link.target' },
  Procedure: { ...subject, mentions: 'recorder asserter performer.actor' },
  Provenance: { owns: 'target entity.what', mentions: 'agent.who agent.onBehalfOf' },
  Questionnaire: { mentions: 'item.enableWhen.answer[x] item.answerOption.value[x] item.initial.value[x]' },
  QuestionnaireResponse: { ...subject, mentions: 'author source item.answer.value[x]' },
  RelatedPerson: patient,
  RequestGroup: { ...subject, mentions: 'basedOn replaces action.participant action.resource' },
  ResearchSubject: { owns: 'individual' },
  RiskAssessment: { ...subject, mentions: 'basedOn parent basis' },
  Schedule: { owns: 'actor' },
  ServiceRequest: { ...subject, mentions: 'requester performer supportingInfo' },
  Specimen: subject,
  StructureMap: { mentions: 'group.rule.source.defaultValue[x]' },
  SupplyDelivery: patient,
  SupplyRequest: { owns: 'deliverTo', mentions: 'requester' },
  Task: {
    owns: 'for focus',
    mentions: 'basedOn requester owner reasonReference restriction.recipient input.value[x] output.value[x]',
  },
  TestScript: { mentions: 'fixture.resource profile' },
  VerificationResult: { owns: 'target' },
  VisionPrescription: patient,
}

/** Documents that name nobody wait unfiled, under a key of their own, until someone files them. */
export const documents = ['Binary', 'Composition', 'DocumentManifest', 'DocumentReference', 'Media']
