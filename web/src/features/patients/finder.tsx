/** The finder: `/` or Ctrl-K anywhere. */
import { useEffect, useLayoutEffect, useRef } from 'react'
import { closeFinder, openFinder, useFinderCall } from './finder-door.ts'
import { FinderSheet } from './finder-sheet.tsx'
import './finder.css'

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')

export function Finder() {
  const finderCall = useFinderCall()
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const find = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)
      const slash = event.key === '/' && !typing(event.target) && !event.ctrlKey && !event.metaKey
      if (!find && !slash) return
      event.preventDefault()
      if (document.querySelector('dialog:modal') === null) openFinder()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
  return finderCall === null ? null : <OpenFinder />
}

function OpenFinder() {
  const finderCall = useFinderCall()
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const shown = dialog.current
    if (shown?.open === false) shown.showModal()
    return () => shown?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className="finder"
      aria-label={finderCall?.purpose ?? 'Find a patient'}
      onCancel={(event) => {
        event.preventDefault()
        closeFinder()
      }}
      onPointerDown={(event) => event.target === dialog.current && closeFinder()}
    >
      {finderCall !== null && <FinderSheet finderCall={finderCall} />}
    </dialog>
  )
}
