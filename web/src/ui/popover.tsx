/** A native popover placed under (or over) its button; a sheet at the bottom on a phone. */
import { useId, useRef, useState, type ReactNode } from 'react'
import './popover.css'

interface PopoverProps {
  label: string
  className: string
  button: ReactNode
  /** Rendered only while open. */
  children: (close: () => void) => ReactNode
  disabled?: boolean
}

const gap = 10
const margin = 12

function place(button: HTMLElement, sheet: HTMLElement) {
  const anchor = button.getBoundingClientRect()
  const { width, height } = sheet.getBoundingClientRect()
  const left = Math.min(Math.max(margin, anchor.right - width), window.innerWidth - width - margin)
  const leftAligned = anchor.left + width < window.innerWidth / 2
  const below = anchor.bottom + gap + height <= window.innerHeight - margin
  const top = below ? anchor.bottom + gap : Math.max(margin, anchor.top - gap - height)
  const besides = !below && anchor.top - gap - height < margin
  sheet.style.left = `${leftAligned ? anchor.left : left}px`
  sheet.style.top = `${besides ? Math.max(margin, window.innerHeight - height - margin) : top}px`
}

export function Popover({ label, className, button, children, disabled }: PopoverProps) {
  const id = useId()
  const opener = useRef<HTMLButtonElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const follow = () => {
    if (opener.current !== null && sheet.current !== null) place(opener.current, sheet.current)
  }
  return (
    <>
      <button
        ref={opener}
        type="button"
        className={className}
        popoverTarget={id}
        aria-expanded={open}
        aria-haspopup="dialog"
        disabled={disabled}
      >
        {button}
      </button>
      <div
        ref={(element) => {
          sheet.current = element
          if (element === null) return
          const observer = new ResizeObserver(follow)
          observer.observe(element)
          return () => observer.disconnect()
        }}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className="popover"
        onToggle={(event) => {
          const now = (event.nativeEvent as ToggleEvent).newState === 'open'
          setOpen(now)
          if (now) follow()
        }}
      >
        {open && children(() => sheet.current?.hidePopover())}
      </div>
    </>
  )
}
