/** Calls of what Candour checks by itself. */
import type { Example } from './factor-examples.ts'

/** Each time another one: the same call twice is one that was repeated. */
const names = ['clock-drift', 'disk-space', 'queues']
let count = 0

export const checkExamples: Record<string, Example> = {
  'check.list': () => Promise.resolve({ input: {} }),
  'check.run': () => Promise.resolve({ input: { name: names[count++ % names.length]! } }),
}
