import type { EntryInFull } from '@candour/contract/entries.ts'
import { hows } from './show-sign-in.ts'

const labels: Record<string, string> = {
  failures: 'Tries in five minutes',
  how: 'How',
  by: 'How',
  device: 'Device',
  factorsGone: 'Second factors taken away',
  provider: 'Provider',
  review: 'Review',
  from: 'From entry',
  to: 'To entry',
  entry: 'Told of entry',
  transfer: 'Import or export',
  entries: 'Entries taken out',
  format: 'As',
  repeated: 'Sent again',
}
/** Told as fields, before and after, or of no use to a reader. */
const toldElsewhere = new Set([
  'levelBefore',
  'levelAfter',
  'permission',
  'before',
  'after',
  'beforeUntil',
  'afterUntil',
  'at',
  'mode',
])

const values: Record<string, Record<string, string>> = {
  by: { code: 'By short code' },
  device: { new: 'A new one' },
  provider: { new: 'Another than before', same: 'The same as before' },
  repeated: { 1: 'The answer was lost, and nothing was done twice' },
}

/** Numbers and states of an entry, in words. */
export function factsInWords(facts: Record<string, string | number> = {}): EntryInFull['facts'] {
  return Object.entries(facts).flatMap(([name, value]) => {
    if (toldElsewhere.has(name)) return []
    const how = name === 'how' ? hows[String(value)] : values[name]?.[String(value)]
    return {
      label: labels[name] ?? sentence(name),
      value: how === undefined ? String(value) : how[0]!.toUpperCase() + how.slice(1),
    }
  })
}

function sentence(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words[0]!.toUpperCase() + words.slice(1)
}
