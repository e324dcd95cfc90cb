import { useState } from 'react'
import { fromLondon, toLondon } from '@candour/contract/london-time.ts'

/** A time that is typed: as it stands in the field, and as the instant that it is; null: none yet. */
export function useMoment(initial: string | Date | null) {
  const [typed, setTyped] = useState(initial === null ? '' : toLondon(initial))
  return { typed, setTyped, instant: fromLondon(typed) }
}

export const noSuchTime = 'Give a day and a time that there are.'
