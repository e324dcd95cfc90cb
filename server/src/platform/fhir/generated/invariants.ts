/** Promise: the invariants of R4, compiled from FHIRPath. Generated from the R4 definitions by `npm run generate`. */
import * as p from '../fhirpath.ts'

type Holds = (it: unknown, resource: unknown) => p.Truth

export const invariants: Record<string, readonly [human: string, holds: Holds]> = {
  'age-1': [
    "There SHALL be a code if there is a value and it SHALL be an expression of time.  If system is present, it SHALL be UCUM.  If value is present, it SHALL be positive.",
    (it) => p.and(p.and(p.or(p.has(it, 'code'), !p.hasAny(it, 'value')), p.or(!p.has(it, 'system'), p.equal(p.get([it], 'system'), ['http://unitsofmeasure.org']))), p.or(p.or(!p.hasAny(it, 'value'), p.not(p.hasValue(p.getAny([it], 'value')))), p.more(p.getAny([it], 'value'), [0]))),
  ],
  'qty-3': [
    "If a code for the unit is present, the system SHALL also be present",
    (it) => p.or(!p.has(it, 'code'), p.has(it, 'system')),
  ],
  'att-1': [
    "If the Attachment has data, it SHALL have a contentType",
    (it) => p.or(!p.has(it, 'data'), p.has(it, 'contentType')),
  ],
  'cpt-2': [
    "A system is required if a value is provided.",
    (it) => p.or(!p.hasAny(it, 'value'), p.has(it, 'system')),
  ],
  'cnt-3': [
    "There SHALL be a code with a value of \"1\" if there is a value. If system is present, it SHALL be UCUM.  If present, the value SHALL be a whole number.",
    (it) => p.and(p.and(p.and(p.or(p.has(it, 'code'), !p.hasAny(it, 'value')), p.or(!p.has(it, 'system'), p.equal(p.get([it], 'system'), ['http://unitsofmeasure.org']))), p.or(!p.has(it, 'code'), p.equal(p.get([it], 'code'), ['1']))), p.or(p.or(!p.hasAny(it, 'value'), p.not(p.hasValue(p.getAny([it], 'value')))), p.not(p.contains(p.toString(p.getAny([it], 'value')), ['.'])))),
  ],
  'drq-1': [
    "Either a path or a searchParam must be provided, but not both",
    (it) => p.xor(p.has(it, 'path'), p.has(it, 'searchParam')),
  ],
  'drq-2': [
    "Either a path or a searchParam must be provided, but not both",
    (it) => p.xor(p.has(it, 'path'), p.has(it, 'searchParam')),
  ],
  'dis-1': [
    "There SHALL be a code if there is a value and it SHALL be an expression of length.  If system is present, it SHALL be UCUM.",
    (it) => p.and(p.or(p.has(it, 'code'), !p.hasAny(it, 'value')), p.or(!p.has(it, 'system'), p.equal(p.get([it], 'system'), ['http://unitsofmeasure.org']))),
  ],
  'drt-1': [
    "There SHALL be a code if there is a value and it SHALL be an expression of time.  If system is present, it SHALL be UCUM.",
    (it) => p.implies(p.has(it, 'code'), p.and(p.equal(p.get([it], 'system'), ['http://unitsofmeasure.org']), p.hasAny(it, 'value'))),
  ],
  'eld-2': [
    "Min <= Max",
    (it) => p.or(p.or(p.or(!p.has(it, 'min'), !p.has(it, 'max')), p.equal(p.get([it], 'max'), ['*'])), p.iif(p.unequal(p.get([it], 'max'), ['*']), p.atMost(p.get([it], 'min'), p.toInteger(p.get([it], 'max'))))),
  ],
  'eld-5': [
    "if the element definition has a contentReference, it cannot have type, defaultValue, fixed, pattern, example, minValue, maxValue, maxLength, or binding",
    (it) => p.or(!p.has(it, 'contentReference'), p.and(p.and(p.and(p.and(p.and(p.and(p.and(p.and(!p.has(it, 'type'), !p.hasAny(it, 'defaultValue')), !p.hasAny(it, 'fixed')), !p.hasAny(it, 'pattern')), !p.hasAny(it, 'example')), !p.hasAny(it, 'minValue')), !p.hasAny(it, 'maxValue')), !p.has(it, 'maxLength')), !p.has(it, 'binding'))),
  ],
  'eld-6': [
    "Fixed value may only be specified if there is one type",
    (it) => p.or(!p.hasAny(it, 'fixed'), p.atMost(p.count(p.get([it], 'type')), [1])),
  ],
  'eld-7': [
    "Pattern may only be specified if there is one type",
    (it) => p.or(!p.hasAny(it, 'pattern'), p.atMost(p.count(p.get([it], 'type')), [1])),
  ],
  'eld-8': [
    "Pattern and fixed are mutually exclusive",
    (it) => p.or(!p.hasAny(it, 'pattern'), !p.hasAny(it, 'fixed')),
  ],
  'eld-11': [
    "Binding can only be present for coded elements, string, and uri",
    (it) => p.or(p.or(!p.has(it, 'binding'), !p.exists(p.get(p.get([it], 'type'), 'code'))), p.exists(p.select(p.get([it], 'type'), (it1) => p.items(p.or(p.or(p.or(p.or(p.or(p.equal(p.get([it1], 'code'), ['code']), p.equal(p.get([it1], 'code'), ['Coding'])), p.equal(p.get([it1], 'code'), ['CodeableConcept'])), p.equal(p.get([it1], 'code'), ['Quantity'])), p.equal(p.get([it1], 'code'), ['string'])), p.equal(p.get([it1], 'code'), ['uri'])))))),
  ],
  'eld-13': [
    "Types must be unique by code",
    (it) => p.isDistinct(p.select(p.get([it], 'type'), (it1) => p.get([it1], 'code'))),
  ],
  'eld-14': [
    "Constraints must be unique by key",
    (it) => p.isDistinct(p.select(p.get([it], 'constraint'), (it1) => p.get([it1], 'key'))),
  ],
  'eld-15': [
    "default value and meaningWhenMissing are mutually exclusive",
    (it) => p.or(!p.hasAny(it, 'defaultValue'), !p.has(it, 'meaningWhenMissing')),
  ],
  'eld-16': [
    "sliceName must be composed of proper tokens separated by \"/\"",
    (it) => p.or(!p.has(it, 'sliceName'), p.matches(p.get([it], 'sliceName'), /^[a-zA-Z0-9\/\-_\[\]\@]+$/)),
  ],
  'eld-18': [
    "Must have a modifier reason if isModifier = true",
    (it) => p.implies(p.and(p.has(it, 'isModifier'), p.truth(p.get([it], 'isModifier'))), p.has(it, 'isModifierReason')),
  ],
  'eld-22': [
    "sliceIsConstraining can only appear if slicename is present",
    (it) => p.implies(p.has(it, 'sliceIsConstraining'), p.has(it, 'sliceName')),
  ],
  'eld-1': [
    "If there are no discriminators, there must be a definition",
    (it) => p.or(p.has(it, 'discriminator'), p.has(it, 'description')),
  ],
  'eld-3': [
    "Max SHALL be a number or \"*\"",
    (it) => p.or(p.or(!p.exists([it]), p.equal([it], ['*'])), p.atLeast(p.toInteger([it]), [0])),
  ],
  'eld-4': [
    "Aggregation may only be specified if one of the allowed types for the element is a reference",
    (it) => p.or(p.or(!p.has(it, 'aggregation'), p.equal(p.get([it], 'code'), ['Reference'])), p.equal(p.get([it], 'code'), ['canonical'])),
  ],
  'eld-17': [
    "targetProfile is only allowed if the type is Reference or canonical",
    (it) => p.or(p.or(p.equal(p.get([it], 'code'), ['Reference']), p.equal(p.get([it], 'code'), ['canonical'])), !p.has(it, 'targetProfile')),
  ],
  'eld-12': [
    "ValueSet SHALL start with http:// or https:// or urn:",
    (it) => p.implies(p.has(it, 'valueSet'), p.or(p.or(p.startsWith(p.get([it], 'valueSet'), ['http:']), p.startsWith(p.get([it], 'valueSet'), ['https'])), p.startsWith(p.get([it], 'valueSet'), ['urn:']))),
  ],
  'exp-1': [
    "An expression or a reference must be provided",
    (it) => p.or(p.has(it, 'expression'), p.has(it, 'reference')),
  ],
  'per-1': [
    "If present, start SHALL have a lower value than end",
    (it) => p.or(p.or(p.not(p.hasValue(p.get([it], 'start'))), p.not(p.hasValue(p.get([it], 'end')))), p.atMost(p.get([it], 'start'), p.get([it], 'end'))),
  ],
  'rng-2': [
    "If present, low SHALL have a lower value than high",
    (it) => p.or(p.or(!p.has(it, 'low'), !p.has(it, 'high')), p.atMost(p.get([it], 'low'), p.get([it], 'high'))),
  ],
  'rat-1': [
    "Numerator and denominator SHALL both be present, or both are absent. If both are absent, there SHALL be some extension present",
    (it) => p.and(p.xor(!p.has(it, 'numerator'), p.has(it, 'denominator')), p.or(p.has(it, 'numerator'), p.has(it, 'extension'))),
  ],
  'tim-1': [
    "if there's a duration, there needs to be duration units",
    (it) => p.or(!p.has(it, 'duration'), p.has(it, 'durationUnit')),
  ],
  'tim-2': [
    "if there's a period, there needs to be period units",
    (it) => p.or(!p.has(it, 'period'), p.has(it, 'periodUnit')),
  ],
  'tim-4': [
    "duration SHALL be a non-negative value",
    (it) => p.implies(p.has(it, 'duration'), p.atLeast(p.get([it], 'duration'), [0])),
  ],
  'tim-5': [
    "period SHALL be a non-negative value",
    (it) => p.implies(p.has(it, 'period'), p.atLeast(p.get([it], 'period'), [0])),
  ],
  'tim-6': [
    "If there's a periodMax, there must be a period",
    (it) => p.or(!p.has(it, 'periodMax'), p.has(it, 'period')),
  ],
  'tim-7': [
    "If there's a durationMax, there must be a duration",
    (it) => p.or(!p.has(it, 'durationMax'), p.has(it, 'duration')),
  ],
  'tim-8': [
    "If there's a countMax, there must be a count",
    (it) => p.or(!p.has(it, 'countMax'), p.has(it, 'count')),
  ],
  'tim-9': [
    "If there's an offset, there must be a when (and not C, CM, CD, CV)",
    (it) => p.or(!p.has(it, 'offset'), p.and(p.has(it, 'when'), p.allFalse(p.select(p.get([it], 'when'), (it1) => p.items(p.within([it1], p.union(p.union(p.union(['C'], ['CM']), ['CD']), ['CV']))))))),
  ],
  'tim-10': [
    "If there's a timeOfDay, there cannot be a when, or vice versa",
    (it) => p.or(!p.has(it, 'timeOfDay'), !p.has(it, 'when')),
  ],
  'trd-1': [
    "Either timing, or a data requirement, but not both",
    (it) => p.or(!p.has(it, 'data'), !p.hasAny(it, 'timing')),
  ],
  'trd-2': [
    "A condition only if there is a data requirement",
    (it) => p.implies(p.has(it, 'condition'), p.has(it, 'data')),
  ],
  'trd-3': [
    "A named event requires a name, a periodic event requires timing, and a data event requires data",
    (it) => p.and(p.and(p.implies(p.equal(p.get([it], 'type'), ['named-event']), p.has(it, 'name')), p.implies(p.equal(p.get([it], 'type'), ['periodic']), p.hasAny(it, 'timing'))), p.implies(p.startsWith(p.get([it], 'type'), ['data-']), p.has(it, 'data'))),
  ],
  'mqty-1': [
    "There SHALL be a code if there is a value and it SHALL be an expression of currency.  If system is present, it SHALL be ISO 4217 (system = \"urn:iso:std:iso:4217\" - currency).",
    (it) => p.and(p.or(p.has(it, 'code'), !p.hasAny(it, 'value')), p.or(!p.has(it, 'system'), p.equal(p.get([it], 'system'), ['urn:iso:std:iso:4217']))),
  ],
  'sqty-1': [
    "The comparator is not used on a SimpleQuantity",
    (it) => !p.has(it, 'comparator'),
  ],
  'ait-1': [
    "AllergyIntolerance.clinicalStatus SHALL be present if verificationStatus is not entered-in-error.",
    (it) => p.or(p.exists(p.where(p.get(p.get([it], 'verificationStatus'), 'coding'), (it1) => p.and(p.equal(p.get([it1], 'system'), ['http://terminology.hl7.org/CodeSystem/allergyintolerance-verification']), p.equal(p.get([it1], 'code'), ['entered-in-error'])))), p.has(it, 'clinicalStatus')),
  ],
  'ait-2': [
    "AllergyIntolerance.clinicalStatus SHALL NOT be present if verification Status is entered-in-error",
    (it) => p.or(!p.exists(p.where(p.get(p.get([it], 'verificationStatus'), 'coding'), (it1) => p.and(p.equal(p.get([it1], 'system'), ['http://terminology.hl7.org/CodeSystem/allergyintolerance-verification']), p.equal(p.get([it1], 'code'), ['entered-in-error'])))), !p.has(it, 'clinicalStatus')),
  ],
  'app-2': [
    "Either start and end are specified, or neither",
    (it) => p.equalTruth(p.has(it, 'start'), p.has(it, 'end')),
  ],
  'app-3': [
    "Only proposed or cancelled appointments can be missing start/end dates",
    (it) => p.or(p.and(p.has(it, 'start'), p.has(it, 'end')), p.within(p.get([it], 'status'), p.union(p.union(['proposed'], ['cancelled']), ['waitlist']))),
  ],
  'app-4': [
    "Cancelation reason is only used for appointments that have been cancelled, or no-show",
    (it) => p.implies(p.has(it, 'cancelationReason'), p.or(p.equal(p.get([it], 'status'), ['noshow']), p.equal(p.get([it], 'status'), ['cancelled']))),
  ],
  'app-1': [
    "Either the type or actor on the participant SHALL be specified",
    (it) => p.or(p.has(it, 'type'), p.has(it, 'actor')),
  ],
  'apr-1': [
    "Either the participantType or actor must be specified",
    (it) => p.or(p.has(it, 'participantType'), p.has(it, 'actor')),
  ],
  'sev-1': [
    "Either a name or a query (NOT both)",
    (it) => p.or(!p.has(it, 'name'), !p.has(it, 'query')),
  ],
  'bdl-1': [
    "total only when a search or history",
    (it) => p.or(p.or(!p.has(it, 'total'), p.equal(p.get([it], 'type'), ['searchset'])), p.equal(p.get([it], 'type'), ['history'])),
  ],
  'bdl-2': [
    "entry.search only when a search",
    (it) => p.or(!p.exists(p.get(p.get([it], 'entry'), 'search')), p.equal(p.get([it], 'type'), ['searchset'])),
  ],
  'bdl-3': [
    "entry.request mandatory for batch/transaction/history, otherwise prohibited",
    (it, resource) => {
    const once1 = p.get([resource], 'type')
    return p.all(p.get([it], 'entry'), (it1) => p.equalTruth(p.has(it1, 'request'), p.or(p.or(p.equal(once1, ['batch']), p.equal(once1, ['transaction'])), p.equal(once1, ['history']))))
  },
  ],
  'bdl-4': [
    "entry.response mandatory for batch-response/transaction-response/history, otherwise prohibited",
    (it, resource) => {
    const once1 = p.get([resource], 'type')
    return p.all(p.get([it], 'entry'), (it1) => p.equalTruth(p.has(it1, 'response'), p.or(p.or(p.equal(once1, ['batch-response']), p.equal(once1, ['transaction-response'])), p.equal(once1, ['history']))))
  },
  ],
  'bdl-7': [
    "FullUrl must be unique in a bundle, or else entries with the same fullUrl must have different meta.versionId (except in history bundles)",
    (it) => p.or(p.equal(p.get([it], 'type'), ['history']), p.isDistinct(p.select(p.where(p.get([it], 'entry'), (it1) => p.has(it1, 'fullUrl')), (it1) => p.join(p.get([it1], 'fullUrl'), p.get(p.get(p.get([it1], 'resource'), 'meta'), 'versionId'))))),
  ],
  'bdl-9': [
    "A document must have an identifier with a system and a value",
    (it) => p.implies(p.equal(p.get([it], 'type'), ['document']), p.and(p.exists(p.get(p.get([it], 'identifier'), 'system')), p.exists(p.getAny(p.get([it], 'identifier'), 'value')))),
  ],
  'bdl-10': [
    "A document must have a date",
    (it) => p.implies(p.equal(p.get([it], 'type'), ['document']), p.hasValue(p.get([it], 'timestamp'))),
  ],
  'bdl-11': [
    "A document must have a Composition as the first resource",
    (it) => p.implies(p.equal(p.get([it], 'type'), ['document']), p.isResource(p.get(p.first(p.get([it], 'entry')), 'resource'), 'Composition')),
  ],
  'bdl-12': [
    "A message must have a MessageHeader as the first resource",
    (it) => p.implies(p.equal(p.get([it], 'type'), ['message']), p.isResource(p.get(p.first(p.get([it], 'entry')), 'resource'), 'MessageHeader')),
  ],
  'bdl-5': [
    "must be a resource unless there's a request or response",
    (it) => p.or(p.or(p.has(it, 'resource'), p.has(it, 'request')), p.has(it, 'response')),
  ],
  'bdl-8': [
    "fullUrl cannot be a version specific reference",
    (it) => p.implies(p.has(it, 'fullUrl'), p.not(p.contains(p.get([it], 'fullUrl'), ['/_history/']))),
  ],
  'cpb-1': [
    "A Capability Statement SHALL have at least one of REST, messaging or document element.",
    (it) => p.or(p.or(p.has(it, 'rest'), p.has(it, 'messaging')), p.has(it, 'document')),
  ],
  'cpb-2': [
    "A Capability Statement SHALL have at least one of description, software, or implementation element.",
    (it) => p.more(p.add(p.add(p.count(p.get([it], 'description')), p.count(p.get([it], 'software'))), p.count(p.get([it], 'implementation'))), [0]),
  ],
  'cpb-3': [
    "Messaging end-point is required (and is only permitted) when a statement is for an implementation.",
    (it) => p.or(!p.exists(p.get(p.get([it], 'messaging'), 'endpoint')), p.equal(p.get([it], 'kind'), ['instance'])),
  ],
  'cpb-7': [
    "The set of documents must be unique by the combination of profile and mode.",
    (it) => p.isDistinct(p.select(p.get([it], 'document'), (it1) => p.join(p.get([it1], 'profile'), p.get([it1], 'mode')))),
  ],
  'cpb-14': [
    "If kind = instance, implementation must be present and software may be present",
    (it) => p.or(p.unequal(p.get([it], 'kind'), ['instance']), p.has(it, 'implementation')),
  ],
  'cpb-15': [
    "If kind = capability, implementation must be absent, software must be present",
    (it) => p.or(p.unequal(p.get([it], 'kind'), ['capability']), p.and(p.not(p.has(it, 'implementation')), p.has(it, 'software'))),
  ],
  'cpb-16': [
    "If kind = requirements, implementation and software must be absent",
    (it) => p.or(p.unequal(p.get([it], 'kind'), ['requirements']), p.and(p.not(p.has(it, 'implementation')), p.not(p.has(it, 'software')))),
  ],
  'cpb-9': [
    "A given resource can only be described once per RESTful mode.",
    (it) => p.isDistinct(p.select(p.get([it], 'resource'), (it1) => p.get([it1], 'type'))),
  ],
  'cpb-12': [
    "Search parameter names must be unique in the context of a resource.",
    (it) => p.isDistinct(p.select(p.get([it], 'searchParam'), (it1) => p.get([it1], 'name'))),
  ],
  'cpl-3': [
    "Provide a reference or detail, not both",
    (it) => p.or(!p.has(it, 'detail'), !p.has(it, 'reference')),
  ],
  'csd-1': [
    "Within a code system definition, all the codes SHALL be unique",
    (it) => p.isDistinct(p.combine(p.get(p.get([it], 'concept'), 'code'), p.get(p.get(p.descendants([it]), 'concept'), 'code'))),
  ],
  'cmp-1': [
    "A section must contain at least one of text, entries, or sub-sections",
    (it) => p.or(p.or(p.has(it, 'text'), p.has(it, 'entry')), p.has(it, 'section')),
  ],
  'cmp-2': [
    "A section can only have an emptyReason if it is empty",
    (it) => p.or(!p.has(it, 'emptyReason'), !p.has(it, 'entry')),
  ],
  'cmd-1': [
    "If the map is narrower or inexact, there SHALL be some comments",
    (it) => p.or(p.or(p.has(it, 'comment'), !p.has(it, 'equivalence')), p.and(p.unequal(p.get([it], 'equivalence'), ['narrower']), p.unequal(p.get([it], 'equivalence'), ['inexact']))),
  ],
  'cmd-2': [
    "If the mode is 'fixed', a code must be provided",
    (it) => p.implies(p.equal(p.get([it], 'mode'), ['fixed']), p.has(it, 'code')),
  ],
  'cmd-3': [
    "If the mode is 'other-map', a url must be provided",
    (it) => p.implies(p.equal(p.get([it], 'mode'), ['other-map']), p.has(it, 'url')),
  ],
  'con-4': [
    "If condition is abated, then clinicalStatus must be either inactive, resolved, or remission",
    (it) => p.or(!p.hasAny(it, 'abatement'), p.exists(p.where(p.get(p.get([it], 'clinicalStatus'), 'coding'), (it1) => p.and(p.equal(p.get([it1], 'system'), ['http://terminology.hl7.org/CodeSystem/condition-clinical']), p.or(p.or(p.equal(p.get([it1], 'code'), ['resolved']), p.equal(p.get([it1], 'code'), ['remission'])), p.equal(p.get([it1], 'code'), ['inactive'])))))),
  ],
  'con-5': [
    "Condition.clinicalStatus SHALL NOT be present if verification Status is entered-in-error",
    (it) => p.or(!p.exists(p.where(p.get(p.get([it], 'verificationStatus'), 'coding'), (it1) => p.and(p.equal(p.get([it1], 'system'), ['http://terminology.hl7.org/CodeSystem/condition-ver-status']), p.equal(p.get([it1], 'code'), ['entered-in-error'])))), !p.has(it, 'clinicalStatus')),
  ],
  'con-1': [
    "Stage SHALL have summary or assessment",
    (it) => p.or(p.has(it, 'summary'), p.has(it, 'assessment')),
  ],
  'con-2': [
    "evidence SHALL have code or details",
    (it) => p.or(p.has(it, 'code'), p.has(it, 'detail')),
  ],
  'ppc-1': [
    "Either a Policy or PolicyRule",
    (it) => p.or(p.has(it, 'policy'), p.has(it, 'policyRule')),
  ],
  'ppc-2': [
    "IF Scope=privacy, there must be a patient",
    (it) => p.or(p.has(it, 'patient'), p.not(p.exists(p.where(p.get(p.get([it], 'scope'), 'coding'), (it1) => p.and(p.equal(p.get([it1], 'system'), ['something']), p.equal(p.get([it1], 'code'), ['patient-privacy'])))))),
  ],
  'ppc-3': [
    "IF Scope=research, there must be a patient",
    (it) => p.or(p.has(it, 'patient'), p.not(p.exists(p.where(p.get(p.get([it], 'scope'), 'coding'), (it1) => p.and(p.equal(p.get([it1], 'system'), ['something']), p.equal(p.get([it1], 'code'), ['research'])))))),
  ],
  'ppc-4': [
    "IF Scope=adr, there must be a patient",
    (it) => p.or(p.has(it, 'patient'), p.not(p.exists(p.where(p.get(p.get([it], 'scope'), 'coding'), (it1) => p.and(p.equal(p.get([it1], 'system'), ['something']), p.equal(p.get([it1], 'code'), ['adr'])))))),
  ],
  'ppc-5': [
    "IF Scope=treatment, there must be a patient",
    (it) => p.or(p.has(it, 'patient'), p.not(p.exists(p.where(p.get(p.get([it], 'scope'), 'coding'), (it1) => p.and(p.equal(p.get([it1], 'system'), ['something']), p.equal(p.get([it1], 'code'), ['treatment'])))))),
  ],
  'ces-1': [
    "SHALL contain a category or a billcode but not both.",
    (it) => p.xor(p.has(it, 'category'), p.has(it, 'productOrService')),
  ],
  'fhs-1': [
    "Can have age[x] or born[x], but not both",
    (it) => p.or(!p.hasAny(it, 'age'), !p.hasAny(it, 'born')),
  ],
  'fhs-2': [
    "Can only have estimatedAge if age[x] is present",
    (it) => p.or(p.hasAny(it, 'age'), !p.has(it, 'estimatedAge')),
  ],
  'gol-1': [
    "Goal.target.measure is required if Goal.target.detail is populated",
    (it) => p.or(p.and(p.has(it, 'detail'), p.has(it, 'measure')), p.not(p.has(it, 'detail'))),
  ],
  'grp-1': [
    "Can only have members if group is \"actual\"",
    (it) => p.or(!p.has(it, 'member'), p.equal(p.get([it], 'actual'), [true])),
  ],
  'imm-1': [
    "One of documentType or reference SHALL be present",
    (it) => p.or(p.has(it, 'documentType'), p.has(it, 'reference')),
  ],
  'imr-1': [
    "One of vaccineCode or targetDisease SHALL be present",
    (it) => p.or(p.has(it, 'vaccineCode'), p.has(it, 'targetDisease')),
  ],
  'ig-2': [
    "If a resource has a fhirVersion, it must be oe of the versions defined for the Implementation Guide",
    (it) => p.all(p.get(p.get(p.get([it], 'definition'), 'resource'), 'fhirVersion'), (it1) => p.holding(p.get([it], 'fhirVersion'), [it1])),
  ],
  'ig-1': [
    "If a resource has a groupingId, it must refer to a grouping defined in the Implementation Guide",
    (it) => p.all(p.get(p.get([it], 'resource'), 'groupingId'), (it1) => p.holding(p.get(p.get([it], 'grouping'), 'id'), [it1])),
  ],
  'ipn-1': [
    "The organization SHALL at least have a name or an idendtifier, and possibly more than one",
    (it) => p.more(p.add(p.count(p.get([it], 'identifier')), p.count(p.get([it], 'name'))), [0]),
  ],
  'lnk-1': [
    "Must have at least two items",
    (it) => p.more(p.count(p.get([it], 'item')), [1]),
  ],
  'lst-1': [
    "A list can only have an emptyReason if it is empty",
    (it) => p.or(!p.has(it, 'emptyReason'), !p.has(it, 'entry')),
  ],
  'lst-2': [
    "The deleted flag can only be used if the mode of the list is \"changes\"",
    (it) => p.or(p.equal(p.get([it], 'mode'), ['changes']), !p.exists(p.get(p.get([it], 'entry'), 'deleted'))),
  ],
  'lst-3': [
    "An entry date can only be used if the mode of the list is \"working\"",
    (it) => p.or(p.equal(p.get([it], 'mode'), ['working']), !p.exists(p.get(p.get([it], 'entry'), 'date'))),
  ],
  'mea-1': [
    "Stratifier SHALL be either a single criteria or a set of criteria components",
    (it) => p.all(p.get(p.get([it], 'group'), 'stratifier'), (it1) => p.xor(p.exists(p.union(p.union(p.get([it1], 'code'), p.get([it1], 'description')), p.get([it1], 'criteria'))), p.has(it1, 'component'))),
  ],
  'mrp-1': [
    "Measure Reports used for data collection SHALL NOT communicate group and score information",
    (it) => p.or(p.unequal(p.get([it], 'type'), ['data-collection']), p.not(p.has(it, 'group'))),
  ],
  'mrp-2': [
    "Stratifiers SHALL be either a single criteria or a set of criteria components",
    (it) => p.all(p.get(p.get(p.get([it], 'group'), 'stratifier'), 'stratum'), (it1) => p.xor(p.hasAny(it1, 'value'), p.has(it1, 'component'))),
  ],
  'mad-1': [
    "SHALL have at least one of dosage.dose or dosage.rate[x]",
    (it) => p.or(p.has(it, 'dose'), p.hasAny(it, 'rate')),
  ],
  'mdd-1': [
    "whenHandedOver cannot be before whenPrepared",
    (it) => p.or(p.or(!p.has(it, 'whenHandedOver'), !p.has(it, 'whenPrepared')), p.atLeast(p.get([it], 'whenHandedOver'), p.get([it], 'whenPrepared'))),
  ],
  'md-1': [
    "Max must be postive int or *",
    (it) => p.or(p.equal(p.get([it], 'max'), ['*']), p.more(p.toInteger(p.get([it], 'max')), [0])),
  ],
  'msq-3': [
    "Only 0 and 1 are valid for coordinateSystem",
    (it) => p.or(p.equal(p.get([it], 'coordinateSystem'), [1]), p.equal(p.get([it], 'coordinateSystem'), [0])),
  ],
  'msq-5': [
    "GenomeBuild and chromosome must be both contained if either one of them is contained",
    (it) => p.or(p.and(!p.has(it, 'chromosome'), !p.has(it, 'genomeBuild')), p.and(p.has(it, 'chromosome'), p.has(it, 'genomeBuild'))),
  ],
  'msq-6': [
    "Have and only have one of the following elements in referenceSeq : 1. genomeBuild ; 2 referenceSeqId; 3. referenceSeqPointer;  4. referenceSeqString;",
    (it) => p.equal(p.add(p.add(p.add(p.count(p.get([it], 'genomeBuild')), p.count(p.get([it], 'referenceSeqId'))), p.count(p.get([it], 'referenceSeqPointer'))), p.count(p.get([it], 'referenceSeqString'))), [1]),
  ],
  'nsd-1': [
    "Root systems cannot have uuid identifiers",
    (it) => p.or(p.unequal(p.get([it], 'kind'), ['root']), p.all(p.get([it], 'uniqueId'), (it1) => p.unequal(p.get([it1], 'type'), ['uuid']))),
  ],
  'nsd-2': [
    "Can't have more than one preferred identifier for a type",
    (it) => p.isDistinct(p.select(p.where(p.get([it], 'uniqueId'), (it1) => p.equal(p.get([it1], 'preferred'), [true])), (it1) => p.get([it1], 'type'))),
  ],
  'obs-6': [
    "dataAbsentReason SHALL only be present if Observation.value[x] is not present",
    (it) => p.or(!p.has(it, 'dataAbsentReason'), !p.hasAny(it, 'value')),
  ],
  'obs-7': [
    "If Observation.code is the same as an Observation.component.code then the value element associated with the code SHALL NOT be present",
    (it, resource) => {
    const once1 = p.get(p.get([resource], 'code'), 'coding')
    return p.or(!p.hasAny(it, 'value'), !p.exists(p.where(p.get(p.get([it], 'component'), 'code'), (it1) => p.exists(p.intersect(p.get([it1], 'coding'), once1)))))
  },
  ],
  'obs-3': [
    "Must have at least a low or a high or text",
    (it) => p.or(p.or(p.has(it, 'low'), p.has(it, 'high')), p.has(it, 'text')),
  ],
  'opd-1': [
    "Either a type must be provided, or parts",
    (it) => p.or(p.has(it, 'type'), p.has(it, 'part')),
  ],
  'opd-2': [
    "A search type can only be specified for parameters of type string",
    (it) => p.implies(p.has(it, 'searchType'), p.equal(p.get([it], 'type'), ['string'])),
  ],
  'opd-3': [
    "A targetProfile can only be specified for parameters of type Reference or Canonical",
    (it) => p.implies(p.has(it, 'targetProfile'), p.or(p.equal(p.get([it], 'type'), ['Reference']), p.equal(p.get([it], 'type'), ['canonical']))),
  ],
  'org-1': [
    "The organization SHALL at least have a name or an identifier, and possibly more than one",
    (it) => p.more(p.add(p.count(p.get([it], 'identifier')), p.count(p.get([it], 'name'))), [0]),
  ],
  'org-3': [
    "The telecom of an organization can never be of use 'home'",
    (it) => !p.exists(p.where([it], (it1) => p.equal(p.get([it1], 'use'), ['home']))),
  ],
  'org-2': [
    "An address of an organization can never be of use 'home'",
    (it) => !p.exists(p.where([it], (it1) => p.equal(p.get([it1], 'use'), ['home']))),
  ],
  'inv-1@Parameters.parameter': [
    "A parameter must have one and only one of (value, resource, part)",
    (it) => p.or(p.and(p.and(p.has(it, 'part'), !p.hasAny(it, 'value')), !p.has(it, 'resource')), p.and(!p.has(it, 'part'), p.xor(p.hasAny(it, 'value'), p.has(it, 'resource')))),
  ],
  'pat-1': [
    "SHALL at least contain a contact's details or a reference to an organization",
    (it) => p.or(p.or(p.or(p.has(it, 'name'), p.has(it, 'telecom')), p.has(it, 'address')), p.has(it, 'organization')),
  ],
  'que-2': [
    "The link ids for groups and questions must be unique within the questionnaire",
    (it) => p.isDistinct(p.get(p.descendants([it]), 'linkId')),
  ],
  'que-1': [
    "Group items must have nested items, display items cannot have nested items",
    (it) => p.and(p.implies(p.equal(p.get([it], 'type'), ['group']), p.not(!p.has(it, 'item'))), p.implies(p.equal(p.get([it], 'type'), ['display']), !p.has(it, 'item'))),
  ],
  'que-3': [
    "Display items cannot have a \"code\" asserted",
    (it) => p.or(p.unequal(p.get([it], 'type'), ['display']), !p.has(it, 'code')),
  ],
  'que-4': [
    "A question cannot have both answerOption and answerValueSet",
    (it) => p.or(!p.has(it, 'answerOption'), !p.has(it, 'answerValueSet')),
  ],
  'que-5': [
    "Only 'choice' and 'open-choice' items can have answerValueSet",
    (it) => p.or(p.or(p.or(p.or(p.or(p.or(p.or(p.or(p.or(p.equal(p.get([it], 'type'), ['choice']), p.equal(p.get([it], 'type'), ['open-choice'])), p.equal(p.get([it], 'type'), ['decimal'])), p.equal(p.get([it], 'type'), ['integer'])), p.equal(p.get([it], 'type'), ['date'])), p.equal(p.get([it], 'type'), ['dateTime'])), p.equal(p.get([it], 'type'), ['time'])), p.equal(p.get([it], 'type'), ['string'])), p.equal(p.get([it], 'type'), ['quantity'])), p.and(!p.has(it, 'answerValueSet'), !p.has(it, 'answerOption'))),
  ],
  'que-6': [
    "Required and repeat aren't permitted for display items",
    (it) => p.or(p.unequal(p.get([it], 'type'), ['display']), p.and(!p.has(it, 'required'), !p.has(it, 'repeats'))),
  ],
  'que-8': [
    "Initial values can't be specified for groups or display items",
    (it) => p.or(p.and(p.unequal(p.get([it], 'type'), ['group']), p.unequal(p.get([it], 'type'), ['display'])), !p.has(it, 'initial')),
  ],
  'que-9': [
    "Read-only can't be specified for \"display\" items",
    (it) => p.or(p.unequal(p.get([it], 'type'), ['display']), !p.has(it, 'readOnly')),
  ],
  'que-10': [
    "Maximum length can only be declared for simple question types",
    (it) => p.or(p.within(p.get([it], 'type'), p.union(p.union(p.union(p.union(p.union(p.union(['boolean'], ['decimal']), ['integer']), ['string']), ['text']), ['url']), ['open-choice'])), !p.has(it, 'maxLength')),
  ],
  'que-11': [
    "If one or more answerOption is present, initial[x] must be missing",
    (it) => p.or(!p.has(it, 'answerOption'), !p.has(it, 'initial')),
  ],
  'que-12': [
    "If there are more than one enableWhen, enableBehavior must be specified",
    (it) => p.implies(p.more(p.count(p.get([it], 'enableWhen')), [2]), p.has(it, 'enableBehavior')),
  ],
  'que-13': [
    "Can only have multiple initial values for repeating items",
    (it) => p.or(p.equal(p.get([it], 'repeats'), [true]), p.atMost(p.count(p.get([it], 'initial')), [1])),
  ],
  'que-7': [
    "If the operator is 'exists', the value must be a boolean",
    (it) => p.implies(p.equal(p.get([it], 'operator'), ['exists']), p.hasChoice(it, 'answer', 'Boolean')),
  ],
  'qrs-1': [
    "Nested item can't be beneath both item and answer",
    (it) => p.not(p.and(p.hasAny(it, 'answer'), p.has(it, 'item'))),
  ],
  'rqg-1': [
    "Must have resource or action but not both",
    (it) => p.xor(p.has(it, 'resource'), p.has(it, 'action')),
  ],
  'ras-2': [
    "Must be <= 100",
    (it) => p.or(!p.hasAny(it, 'probability'), p.implies(p.hasChoice(it, 'probability', 'Decimal'), p.atMost(p.getChoice(it, 'probability', 'Decimal'), [100]))),
  ],
  'ras-1': [
    "low and high must be percentages, if present",
    (it) => p.and(p.or(!p.has(it, 'low'), p.and(p.equal(p.get(p.get([it], 'low'), 'code'), ['%']), p.equal(p.get(p.get([it], 'low'), 'system'), ['http://unitsofmeasure.org']))), p.or(!p.has(it, 'high'), p.and(p.equal(p.get(p.get([it], 'high'), 'code'), ['%']), p.equal(p.get(p.get([it], 'high'), 'system'), ['http://unitsofmeasure.org'])))),
  ],
  'spd-1': [
    "If an xpath is present, there SHALL be an xpathUsage",
    (it) => p.or(!p.has(it, 'xpath'), p.has(it, 'xpathUsage')),
  ],
  'spd-2': [
    "Search parameters can only have chain names when the search parameter type is 'reference'",
    (it) => p.or(!p.has(it, 'chain'), p.equal(p.get([it], 'type'), ['reference'])),
  ],
  'prr-1': [
    "orderDetail SHALL only be present if code is present",
    (it) => p.or(!p.has(it, 'orderDetail'), p.has(it, 'code')),
  ],
  'sdf-1': [
    "Element paths must be unique unless the structure is a constraint",
    (it) => p.or(p.equal(p.get([it], 'derivation'), ['constraint']), p.isDistinct(p.select(p.get(p.get([it], 'snapshot'), 'element'), (it1) => p.get([it1], 'path')))),
  ],
  'sdf-15a': [
    "If the first element in a differential has no \".\" in the path and it's not a logical model, it has no type",
    (it) => p.implies(p.and(p.unequal(p.get([it], 'kind'), ['logical']), p.not(p.contains(p.get(p.first(p.get(p.get([it], 'differential'), 'element')), 'path'), ['.']))), !p.exists(p.get(p.first(p.get(p.get([it], 'differential'), 'element')), 'type'))),
  ],
  'sdf-4': [
    "If the structure is not abstract, then there SHALL be a baseDefinition",
    (it) => p.or(p.equal(p.get([it], 'abstract'), [true]), p.has(it, 'baseDefinition')),
  ],
  'sdf-5': [
    "If the structure defines an extension then the structure must have context information",
    (it) => p.or(p.or(p.unequal(p.get([it], 'type'), ['Extension']), p.equal(p.get([it], 'derivation'), ['specialization'])), p.has(it, 'context')),
  ],
  'sdf-6': [
    "A structure must have either a differential, or a snapshot (or both)",
    (it) => p.or(p.has(it, 'snapshot'), p.has(it, 'differential')),
  ],
  'sdf-9': [
    "In any snapshot or differential, no label, code or requirements on an element without a \".\" in the path (e.g. the first element)",
    (it) => p.and(p.and(!p.exists(p.get(p.where(p.get(p.children([it]), 'element'), (it1) => p.not(p.contains(p.get([it1], 'path'), ['.']))), 'label')), !p.exists(p.get(p.where(p.get(p.children([it]), 'element'), (it1) => p.not(p.contains(p.get([it1], 'path'), ['.']))), 'code'))), !p.exists(p.get(p.where(p.get(p.children([it]), 'element'), (it1) => p.not(p.contains(p.get([it1], 'path'), ['.']))), 'requirements'))),
  ],
  'sdf-11': [
    "If there's a type, its content must match the path name in the first element of a snapshot",
    (it) => p.implies(p.unequal(p.get([it], 'kind'), ['logical']), p.or(!p.has(it, 'snapshot'), p.equal(p.get(p.first(p.get(p.get([it], 'snapshot'), 'element')), 'path'), p.get([it], 'type')))),
  ],
  'sdf-14': [
    "All element definitions must have an id",
    (it) => p.and(p.all(p.get(p.get([it], 'snapshot'), 'element'), (it1) => p.has(it1, 'id')), p.all(p.get(p.get([it], 'differential'), 'element'), (it1) => p.has(it1, 'id'))),
  ],
  'sdf-15': [
    "The first element in a snapshot has no type unless model is a logical model.",
    (it) => p.implies(p.unequal(p.get([it], 'kind'), ['logical']), !p.exists(p.get(p.first(p.get(p.get([it], 'snapshot'), 'element')), 'type'))),
  ],
  'sdf-16': [
    "All element definitions must have unique ids (snapshot)",
    (it) => p.and(p.all(p.get(p.get([it], 'snapshot'), 'element'), (it1) => p.has(it1, 'id')), p.isDistinct(p.get(p.get(p.get([it], 'snapshot'), 'element'), 'id'))),
  ],
  'sdf-17': [
    "All element definitions must have unique ids (diff)",
    (it) => p.and(p.all(p.get(p.get([it], 'differential'), 'element'), (it1) => p.has(it1, 'id')), p.isDistinct(p.get(p.get(p.get([it], 'differential'), 'element'), 'id'))),
  ],
  'sdf-18': [
    "Context Invariants can only be used for extensions",
    (it) => p.implies(p.has(it, 'contextInvariant'), p.equal(p.get([it], 'type'), ['Extension'])),
  ],
  'sdf-19': [
    "FHIR Specification models only use FHIR defined types",
    (it) => p.implies(p.startsWith(p.get([it], 'url'), ['http://hl7.org/fhir/StructureDefinition']), p.and(p.all(p.get(p.get(p.get(p.get([it], 'differential'), 'element'), 'type'), 'code'), (it1) => p.or(p.matches([it1], /^[a-zA-Z0-9]+$/), p.matches([it1], /^http:\/\/hl7\.org\/fhirpath\/System\.[A-Z][A-Za-z]+$/))), p.all(p.get(p.get(p.get(p.get([it], 'snapshot'), 'element'), 'type'), 'code'), (it1) => p.or(p.matches([it1], /^[a-zA-Z0-9\.]+$/), p.matches([it1], /^http:\/\/hl7\.org\/fhirpath\/System\.[A-Z][A-Za-z]+$/))))),
  ],
  'sdf-21': [
    "Default values can only be specified on specializations",
    (it) => p.implies(p.exists(p.getAny(p.get(p.get([it], 'differential'), 'element'), 'defaultValue')), p.equal(p.get([it], 'derivation'), ['specialization'])),
  ],
  'sdf-22': [
    "FHIR Specification models never have default values",
    (it) => p.implies(p.startsWith(p.get([it], 'url'), ['http://hl7.org/fhir/StructureDefinition']), p.and(!p.exists(p.getAny(p.get(p.get([it], 'snapshot'), 'element'), 'defaultValue')), !p.exists(p.getAny(p.get(p.get([it], 'differential'), 'element'), 'defaultValue')))),
  ],
  'sdf-23': [
    "No slice name on root",
    (it) => p.all(p.get(p.union(p.get([it], 'snapshot'), p.get([it], 'differential')), 'element'), (it1) => p.implies(p.not(p.contains(p.get([it1], 'path'), ['.'])), !p.has(it1, 'sliceName'))),
  ],
  'sdf-2': [
    "Must have at least a name or a uri (or both)",
    (it) => p.or(p.has(it, 'name'), p.has(it, 'uri')),
  ],
  'sdf-3': [
    "Each element definition in a snapshot must have a formal definition and cardinalities",
    (it) => p.all(p.get([it], 'element'), (it1) => p.and(p.and(p.has(it1, 'definition'), p.has(it1, 'min')), p.has(it1, 'max'))),
  ],
  'sdf-8': [
    "All snapshot elements must start with the StructureDefinition's specified type for non-logical models, or with the same type name for logical models",
    (it, resource) => {
    const once1 = p.get([resource], 'kind')
    const once2 = p.get([resource], 'type')
    const once3 = p.get(p.first(p.get(p.get([resource], 'snapshot'), 'element')), 'path')
    return p.and(p.or(p.equal(once1, ['logical']), p.equal(p.get(p.first(p.get([it], 'element')), 'path'), once2)), p.all(p.tail(p.get([it], 'element')), (it1) => p.startsWith(p.get([it1], 'path'), p.join(once3, ['.']))))
  },
  ],
  'sdf-8b': [
    "All snapshot elements must have a base definition",
    (it) => p.all(p.get([it], 'element'), (it1) => p.has(it1, 'base')),
  ],
  'sdf-10': [
    "provide either a binding reference or a description (or both)",
    (it) => p.or(p.or(!p.has(it, 'binding'), p.exists(p.get(p.get([it], 'binding'), 'valueSet'))), p.exists(p.get(p.get([it], 'binding'), 'description'))),
  ],
  'sdf-20': [
    "No slicing on the root element",
    (it) => !p.exists(p.get(p.where(p.get([it], 'element'), (it1) => p.not(p.contains(p.get([it1], 'path'), ['.']))), 'slicing')),
  ],
  'smp-1': [
    "Can only have an element if you have a context",
    (it) => p.implies(p.has(it, 'element'), p.has(it, 'context')),
  ],
  'smp-2': [
    "Must have a contextType if you have a context",
    (it) => p.implies(p.has(it, 'context'), p.has(it, 'contextType')),
  ],
  'inv-1@Task': [
    "Last modified date must be greater than or equal to authored-on date.",
    (it) => p.or(p.or(p.not(p.has(it, 'lastModified')), p.not(p.has(it, 'authoredOn'))), p.atLeast(p.get([it], 'lastModified'), p.get([it], 'authoredOn'))),
  ],
  'tcp-2': [
    "A Capability Statement SHALL have at least one of description, software, or implementation element.",
    (it) => p.more(p.add(p.add(p.count(p.get([it], 'description')), p.count(p.get([it], 'software'))), p.count(p.get([it], 'implementation'))), [0]),
  ],
  'tcp-3': [
    "If kind = instance, implementation must be present and software may be present",
    (it) => p.or(p.unequal(p.get([it], 'kind'), ['instance']), p.has(it, 'implementation')),
  ],
  'tcp-4': [
    "If kind = capability, implementation must be absent, software must be present",
    (it) => p.or(p.unequal(p.get([it], 'kind'), ['capability']), p.and(p.not(p.has(it, 'implementation')), p.has(it, 'software'))),
  ],
  'tcp-5': [
    "If kind = requirements, implementation and software must be absent",
    (it) => p.or(p.unequal(p.get([it], 'kind'), ['requirements']), p.and(p.not(p.has(it, 'implementation')), p.not(p.has(it, 'software')))),
  ],
  'tcp-1': [
    "If there is more than one version, a version code must be defined",
    (it) => p.implies(p.more(p.count(p.get([it], 'version')), [1]), p.all(p.get([it], 'version'), (it1) => p.has(it1, 'code'))),
  ],
  'inv-1@TestReport.setup.action': [
    "Setup action SHALL contain either an operation or assert but not both.",
    (it) => p.xor(p.has(it, 'operation'), p.has(it, 'assert')),
  ],
  'inv-2': [
    "Test action SHALL contain either an operation or assert but not both.",
    (it) => p.xor(p.has(it, 'operation'), p.has(it, 'assert')),
  ],
  'tst-4': [
    "TestScript metadata capability SHALL contain required or validated or both.",
    (it) => p.or(p.exists(p.get(p.get([it], 'capability'), 'required')), p.exists(p.get(p.get([it], 'capability'), 'validated'))),
  ],
  'tst-3': [
    "Variable can only contain one of expression, headerField or path.",
    (it) => p.or(p.or(!p.has(it, 'expression'), !p.has(it, 'headerField')), !p.has(it, 'path')),
  ],
  'tst-1': [
    "Setup action SHALL contain either an operation or assert but not both.",
    (it) => p.xor(p.has(it, 'operation'), p.has(it, 'assert')),
  ],
  'tst-7': [
    "Setup operation SHALL contain either sourceId or targetId or params or url.",
    (it) => p.or(p.or(p.has(it, 'sourceId'), p.equal(p.add(p.add(p.count(p.get([it], 'targetId')), p.count(p.get([it], 'url'))), p.count(p.get([it], 'params'))), [1])), p.within(p.get(p.get([it], 'type'), 'code'), p.union(p.union(p.union(['capabilities'], ['search']), ['transaction']), ['history']))),
  ],
  'tst-5': [
    "Only a single assertion SHALL be present within setup action assert element.",
    (it) => p.or(p.has(it, 'extension'), p.atMost(p.add(p.add(p.add(p.add(p.add(p.add(p.add(p.add(p.add(p.add(p.count(p.get([it], 'contentType')), p.count(p.get([it], 'expression'))), p.count(p.get([it], 'headerField'))), p.count(p.get([it], 'minimumId'))), p.count(p.get([it], 'navigationLinks'))), p.count(p.get([it], 'path'))), p.count(p.get([it], 'requestMethod'))), p.count(p.get([it], 'resource'))), p.count(p.get([it], 'responseCode'))), p.count(p.get([it], 'response'))), p.count(p.get([it], 'validateProfileId'))), [1])),
  ],
  'tst-10': [
    "Setup action assert SHALL contain either compareToSourceId and compareToSourceExpression, compareToSourceId and compareToSourcePath or neither.",
    (it) => p.xor(!p.has(it, 'compareToSourceId'), p.or(p.has(it, 'compareToSourceExpression'), p.has(it, 'compareToSourcePath'))),
  ],
  'tst-12': [
    "Setup action assert response and responseCode SHALL be empty when direction equals request",
    (it) => p.or(p.or(p.and(p.and(!p.has(it, 'response'), !p.has(it, 'responseCode')), p.equal(p.get([it], 'direction'), ['request'])), !p.has(it, 'direction')), p.equal(p.get([it], 'direction'), ['response'])),
  ],
  'tst-2': [
    "Test action SHALL contain either an operation or assert but not both.",
    (it) => p.xor(p.has(it, 'operation'), p.has(it, 'assert')),
  ],
  'tst-8': [
    "Test operation SHALL contain either sourceId or targetId or params or url.",
    (it) => p.or(p.or(p.has(it, 'sourceId'), p.equal(p.add(p.add(p.count(p.get([it], 'targetId')), p.count(p.get([it], 'url'))), p.count(p.get([it], 'params'))), [1])), p.within(p.get(p.get([it], 'type'), 'code'), p.union(p.union(p.union(['capabilities'], ['search']), ['transaction']), ['history']))),
  ],
  'tst-6': [
    "Only a single assertion SHALL be present within test action assert element.",
    (it) => p.or(p.has(it, 'extension'), p.atMost(p.add(p.add(p.add(p.add(p.add(p.add(p.add(p.add(p.add(p.add(p.count(p.get([it], 'contentType')), p.count(p.get([it], 'expression'))), p.count(p.get([it], 'headerField'))), p.count(p.get([it], 'minimumId'))), p.count(p.get([it], 'navigationLinks'))), p.count(p.get([it], 'path'))), p.count(p.get([it], 'requestMethod'))), p.count(p.get([it], 'resource'))), p.count(p.get([it], 'responseCode'))), p.count(p.get([it], 'response'))), p.count(p.get([it], 'validateProfileId'))), [1])),
  ],
  'tst-11': [
    "Test action assert SHALL contain either compareToSourceId and compareToSourceExpression, compareToSourceId and compareToSourcePath or neither.",
    (it) => p.xor(!p.has(it, 'compareToSourceId'), p.or(p.has(it, 'compareToSourceExpression'), p.has(it, 'compareToSourcePath'))),
  ],
  'tst-13': [
    "Test action assert response and response and responseCode SHALL be empty when direction equals request",
    (it) => p.or(p.or(p.and(p.and(!p.has(it, 'response'), !p.has(it, 'responseCode')), p.equal(p.get([it], 'direction'), ['request'])), !p.has(it, 'direction')), p.equal(p.get([it], 'direction'), ['response'])),
  ],
  'tst-9': [
    "Teardown operation SHALL contain either sourceId or targetId or params or url.",
    (it) => p.or(p.or(p.has(it, 'sourceId'), p.equal(p.add(p.add(p.count(p.get([it], 'targetId')), p.count(p.get([it], 'url'))), p.count(p.get([it], 'params'))), [1])), p.within(p.get(p.get([it], 'type'), 'code'), p.union(p.union(p.union(['capabilities'], ['search']), ['transaction']), ['history']))),
  ],
  'vsd-1': [
    "A value set include/exclude SHALL have a value set or a system",
    (it) => p.or(p.has(it, 'valueSet'), p.has(it, 'system')),
  ],
  'vsd-2': [
    "A value set with concepts or filters SHALL include a system",
    (it) => p.implies(p.or(p.has(it, 'concept'), p.has(it, 'filter')), p.has(it, 'system')),
  ],
  'vsd-3': [
    "Cannot have both concept and filter",
    (it) => p.or(!p.has(it, 'concept'), !p.has(it, 'filter')),
  ],
  'vsd-6': [
    "SHALL have a code or a display",
    (it) => p.or(p.has(it, 'code'), p.has(it, 'display')),
  ],
  'vsd-9': [
    "Must have a code if not abstract",
    (it) => p.or(p.has(it, 'code'), p.equal(p.get([it], 'abstract'), [true])),
  ],
  'vsd-10': [
    "Must have a system if a code is present",
    (it) => p.or(!p.has(it, 'code'), p.has(it, 'system')),
  ],
}
