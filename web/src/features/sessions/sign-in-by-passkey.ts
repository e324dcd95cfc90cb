/** Signing in by a passkey alone: by a button, or picked in the field of the email where the browser offers it there. */
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { sessionRoutes, type Session } from '@candour/contract/sessions.ts'
import { ApiError, call } from '../../api/client.ts'
import { offersAutofill, showPasskey, stopAsking } from '../factors/passkey.ts'

/** Shorter than a challenge holds, so that a page left open over lunch still works. */
const askAnewAfter = 4 * 60_000

export function usePasskeySignIn(practice: string | undefined, onSignedIn: (session: Session) => void) {
  const asked = useRef(false)
  const done = useRef(onSignedIn)
  useEffect(() => void (done.current = onSignedIn))
  const signIn = useMutation({
    mutationFn: async (quietly: boolean) => {
      const signed = await showPasskey(await call(sessionRoutes.startPasskey, {}), quietly)
      return call(sessionRoutes.signInByPasskey, { signed, ...(practice !== undefined && { practice }) })
    },
    onSuccess: (session) => done.current(session),
  })
  const { mutate } = signIn
  useEffect(() => {
    let stopped = false
    const offer = () =>
      void offersAutofill().then((offers) => {
        if (offers && !stopped && !asked.current && document.visibilityState === 'visible') mutate(true)
      })
    offer()
    const again = setInterval(offer, askAnewAfter)
    return () => {
      stopped = true
      clearInterval(again)
      stopAsking()
    }
  }, [mutate])
  const byButton = signIn.variables === false
  const isPending = byButton && signIn.isPending
  useEffect(() => void (asked.current = isPending), [isPending])
  // What goes on quietly says nothing when it comes to nothing; a passkey that was picked and refused is told of.
  const error = byButton || signIn.error instanceof ApiError ? signIn.error : null
  return { error, isPending, show: () => !isPending && mutate(false) }
}
