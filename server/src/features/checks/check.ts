import type { CheckPlace } from './check-place.ts'

export interface Finding {
  state: 'well' | 'failing'
  /** One plain sentence, without names of people. */
  what: string
  facts?: Record<string, string | number>
}

export interface Check {
  /** kebab-case, for example `row-policies`. */
  name: string
  /** What it looks at, as a sentence. */
  title: string
  /** `installation`: once for all; `practice`: in each practice, in its own transaction. */
  of: 'installation' | 'practice'
  everySeconds: number
  run(at: CheckPlace): Promise<Finding>
}
