/** How far a promise is kept by what is built. */
export type Built = 'whole' | 'not built' | `in part: ${string}`

/** A promise, and all that decides about its state but what is found today. */
export interface Promised {
  /** `P01` to `P81`, `B1` to `B10`. */
  id: string
  /** Word for word as docs/promises.md has it. */
  text: string
  /** One line, for people. */
  sentence: string
  /** Whether somebody has to file evidence, because software alone can't show it. */
  organisational: 'no' | 'in part' | 'whole'
  built: Built
  /** Names of the live checks that watch it. */
  checks: readonly string[]
  notCovered: string
}
