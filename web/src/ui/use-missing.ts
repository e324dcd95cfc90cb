import { useState } from 'react'

/** A field that may not stay empty: said when somebody presses on without it, and no longer once something is typed. */
export function useMissing(value: string, words: string) {
  const [tried, setTried] = useState(false)
  const isMissing = value.trim() === ''
  return {
    error: tried && isMissing ? words : undefined,
    /** Asked at the press. */
    isThere: () => {
      setTried(isMissing)
      return !isMissing
    },
    /** What is asked for is another thing now. */
    reset: () => setTried(false),
  }
}
