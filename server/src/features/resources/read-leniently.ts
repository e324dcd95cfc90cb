/** Reads elements of a resource from elsewhere: what has another type than FHIR gives it counts as not there. */
export type Element = Record<string, unknown>

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function elementOf(value: unknown): Element {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Element) : {}
}

export function elementsOf(value: unknown): Element[] {
  return listOf(value).filter((one) => typeof one === 'object' && one !== null && !Array.isArray(one)) as Element[]
}

export function textsOf(value: unknown): string[] {
  return listOf(value).filter((one) => typeof one === 'string')
}

/** Text of a CodeableConcept: its own, else that of its first coding that has one. */
export function conceptText(value: unknown): string {
  const concept = elementOf(value)
  return (
    textOf(concept['text']) || textOf(elementsOf(concept['coding']).find((one) => textOf(one['display']))?.['display'])
  )
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
