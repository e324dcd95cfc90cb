/** Matches for what is being typed: asked 80 ms after the last letter, and answers that come late are dropped. */
import { useEffect, useRef, useState } from 'react'
import { patientRoutes } from '@candour/contract/patients.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { call } from '../../api/client.ts'

export interface Found {
  for: string
  answer: OutputOf<typeof patientRoutes.find> | null
  error: unknown
}

const pause = 80

export function useFind(text: string): Found {
  const [found, setFound] = useState<Found>({ for: '', answer: null, error: null })
  const first = useRef(true)
  useEffect(() => {
    const abort = new AbortController()
    const ask = () =>
      call(patientRoutes.find, { text: text.trim() }, { signal: abort.signal }).then(
        (answer) => abort.signal.aborted || setFound({ for: text, answer, error: null }),
        (error: unknown) => abort.signal.aborted || setFound({ for: text, answer: null, error }),
      )
    const timer = setTimeout(() => void ask(), first.current ? 0 : pause)
    first.current = false
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [text])
  return found
}
