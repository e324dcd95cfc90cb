import { useId, useLayoutEffect, useRef, type ReactNode } from 'react'
import './dialog.css'
import { Icon } from './icon.tsx'

interface DialogProps {
  heading: string
  onClose: () => void
  wide?: boolean
  children: ReactNode
}

/** A native modal dialog, open as long as it is rendered; Escape and the cross close it. */
export function Dialog({ heading, onClose, wide = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useLayoutEffect(() => {
    const shown = dialog.current
    if (shown?.open === false) shown.showModal()
    return () => shown?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={wide ? 'dialog wide' : 'dialog'}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <div className="dialog-head">
        <h2 id={id}>{heading}</h2>
        <button type="button" className="icon-button" onClick={onClose} aria-label="Close">
          <Icon name="close" size={20} />
        </button>
      </div>
      <div className="dialog-body">{children}</div>
    </dialog>
  )
}
