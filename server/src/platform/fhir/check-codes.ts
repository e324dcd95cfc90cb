/** Promise: where FHIR binds an element to a closed list of codes, no other code is kept. */
import type { Issues } from './issue.ts'
import { quote } from './primitives.ts'
import type { Binding } from './structure.ts'

type Json = Record<string, unknown>

/** @param value a code, Coding or CodeableConcept whose structure was checked before */
export function checkCodes(value: unknown, type: string, binding: Binding, path: string, issues: Issues): void {
  if (typeof value === 'string') {
    if (!binding.codes.has(value))
      issues.add('code-invalid', path, `${quote(value)} is not one of ${listed(binding.codes)}.`)
    return
  }
  if (typeof value !== 'object' || value === null) return
  const concept = value as Json
  const codings = type === 'CodeableConcept' ? concept['coding'] : [concept]
  // Without a code an extension may say why there is none.
  if (!Array.isArray(codings)) {
    if ('extension' in concept) return
    issues.add('code-invalid', path, `This needs a coding: one of ${listed(binding.codings)}.`)
  } else if (!codings.some((one) => isListed(one, binding))) {
    issues.add('code-invalid', path, `None of the codings is one of ${listed(binding.codings)}.`)
  }
}

function isListed(coding: unknown, { codings }: Binding): boolean {
  if (typeof coding !== 'object' || coding === null) return false
  const { system, code } = coding as Json
  return typeof system === 'string' && typeof code === 'string' && codings.has(`${system}|${code}`)
}

function listed(codes: ReadonlySet<string>): string {
  const some = [...codes].slice(0, 12)
  return codes.size > some.length ? `${some.join(', ')} and ${codes.size - some.length} more` : some.join(', ')
}
