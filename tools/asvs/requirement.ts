/** What a row of the page says of one requirement of OWASP ASVS 5.0.0, and by what it is shown. */
export type Evidence =
  /** The title, or its beginning where no other test of the file begins so. */
  | { test: string; title: string }
  /** For what is written down, and for what is set in one place of the code. */
  | { file: string; says: string }
  /** No source under the folder (tests apart) has any of these. */
  | { under: string; lacks: string[] }

export type Answer =
  | { shown: Evidence[]; but?: string }
  | { deviation: string; decision?: string; shown?: Evidence[] }
  | { notApplicable: string }
  /** What is missing; `shown` is the part that is there. */
  | { notBuilt: string; shown?: Evidence[] }
  /** Where it is done, without a test. */
  | { noTest: string }

export type Requirement = { id: string; level: 1 | 2; asks: string } & Answer

export interface Chapter {
  title: string
  requirements: Requirement[]
}
