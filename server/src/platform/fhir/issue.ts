/** Promise: what is wrong with a resource is told in order, at most fifty times, with the place and without the secrets. */
export interface FhirIssue {
  severity: 'error' | 'warning'
  /** https://hl7.org/fhir/R4/valueset-issue-type.html */
  code: 'structure' | 'required' | 'value' | 'invariant' | 'code-invalid' | 'too-long' | 'too-costly'
  /** A FHIRPath location: `Patient.contact[0].gender`, `Observation.value.ofType(Quantity).code`. */
  expression: string
  /** A sentence that a developer can act on. */
  diagnostics: string
}

const mostIssues = 50

export class Issues {
  readonly list: FhirIssue[] = []

  get isFull(): boolean {
    return this.list.length >= mostIssues
  }

  add(code: FhirIssue['code'], expression: string, diagnostics: string): void {
    if (!this.isFull) this.list.push({ severity: 'error', code, expression, diagnostics })
  }
}
