import { showCount } from '@candour/contract/formatting.ts'
import type { AlertFacts } from './sealed-alert.ts'

/** What an alert says. */
export interface Words {
  what: string
  /** For a mail and a notice, which say less of patients than the alert itself. */
  brief?: string
  usual: string
}

export type Facts = AlertFacts['facts']
export const count = (facts: Facts, name: string) => showCount(Number(facts[name] ?? 0))
