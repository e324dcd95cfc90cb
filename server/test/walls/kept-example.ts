/** For tests: examples for calls that are to be refused. What is refused uses nothing up: one serves many of them. */
import type { Person } from '../people.ts'
import type { Asked } from './call-endpoint.ts'
import { exampleOf } from './examples.ts'
import type { House } from './house.ts'

export interface KeptExamples {
  /** For a call that will be refused. */
  toRefuse(name: string): Promise<Asked>
  /** For one that may be answered: nobody else gets it. */
  toAnswer(name: string): Promise<Asked>
}

export function keptExamples(house: House, by: Person): KeptExamples {
  const kept = new Map<string, Promise<Asked>>()
  const keep = (name: string) => {
    const example = kept.get(name) ?? exampleOf(name)(house, by)
    kept.set(name, example)
    return example
  }
  return {
    toRefuse: keep,
    toAnswer(name) {
      const example = keep(name)
      kept.delete(name)
      return example
    },
  }
}
