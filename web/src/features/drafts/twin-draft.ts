/** Two drafts of one note, made when two devices wrote at once: until somebody chooses, each knows of the other. */
import type { Draft } from '@candour/contract/drafts.ts'
import { sameText } from './draft-keeper.ts'

const place = 'candour-kept-both'

/** In this window: "Keep both" was the choice, so it is not asked again. */
export function rememberBoth(one: string, other: string) {
  sessionStorage.setItem(place, JSON.stringify([...keptBoth(), pairOf(one, other)]))
}

function keptBoth(): string[] {
  const kept: unknown = JSON.parse(sessionStorage.getItem(place) ?? '[]')
  return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []
}

const pairOf = (one: string, other: string) => [one, other].toSorted().join(' ')

/** The draft that it split from, or that split from it; null when that is gone, says the same, or both were chosen. */
export async function findTwin(
  draft: Draft,
  listed: readonly Pick<Draft, 'id' | 'splitFrom'>[],
  read: (id: string) => Promise<Draft>,
): Promise<Draft | null> {
  const twin = draft.splitFrom ?? listed.find(({ splitFrom }) => splitFrom === draft.id)?.id
  if (twin === undefined || keptBoth().includes(pairOf(draft.id, twin))) return null
  // Discarded or finished meanwhile: then there is nothing to choose
  const other = await read(twin).catch(() => null)
  return other === null || sameText(draft, other) ? null : other
}
