/**
 * When a session ends, or somebody locks the screen, nothing of the page stays: not on the screen, and not in memory. Where
 * the last words could not be saved a cover stands in its place until their writer is back.
 */
import { useEffect, type ReactNode } from 'react'
import { onSessionEnd } from '../../api/client.ts'
import { ComeBack } from './come-back.tsx'
import { leaveScreen, useLeft } from './leave-screen.ts'
import { ProofPlace } from './proof-dialog.tsx'
import { SessionEndDialog } from './session-end-dialog.tsx'

export function SessionGuard({ children }: { children: ReactNode }) {
  const left = useLeft()
  useEffect(() => {
    const stop = onSessionEnd(() => void leaveScreen('ended'))
    return () => void stop()
  }, [])
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'l' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      void leaveScreen('asked')
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
  if (left !== null) return left.waits ? <ComeBack left={left} /> : null
  return (
    <>
      {children}
      <ProofPlace />
      <SessionEndDialog />
    </>
  )
}
