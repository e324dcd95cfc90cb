/** The toast: bottom left, 8 s and longer while pointed at or focused, with Undo and its key. */
import { useEffect, useState, useSyncExternalStore } from 'react'
import { Icon } from './icon.tsx'
import './toast.css'

interface Toast {
  id: number
  text: string
  undo?: (() => void) | undefined
}

let current: Toast | null = null
let lastId = 0
const listeners = new Set<() => void>()

function change(next: Toast | null) {
  current = next
  for (const listener of listeners) listener()
}

export function showToast(text: string, undo?: () => void) {
  change({ id: ++lastId, text, undo })
}

let said = ''
const sayers = new Set<() => void>()

/** For screen readers: what the page itself shows well enough to everybody else. */
export function announce(text: string) {
  said = text
  for (const sayer of sayers) sayer()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')

function undoAndClose(toast: Toast) {
  change(null)
  toast.undo?.()
}

export function ToastPlace() {
  const toast = useSyncExternalStore(subscribe, () => current)
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (toast === null || held) return
    const timer = setTimeout(() => change(null), 8000)
    return () => clearTimeout(timer)
  }, [toast, held])
  useEffect(() => {
    if (toast?.undo === undefined) return
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || typing(event.target)) return
      event.preventDefault()
      undoAndClose(toast)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [toast])
  const announced = useSyncExternalStore(
    (listener) => {
      sayers.add(listener)
      return () => sayers.delete(listener)
    },
    () => said,
  )
  return (
    <div className="toast-place" role="status">
      <span className="for-screen-readers">{announced}</span>
      {toast !== null && (
        <div
          key={toast.id}
          className="toast"
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          <Icon name="check" />
          <span className="toast-text">{toast.text}</span>
          {toast.undo !== undefined && (
            <button type="button" className="toast-undo" onClick={() => undoAndClose(toast)}>
              <span>Undo</span>
              <kbd className="keycap">Ctrl Z</kbd>
            </button>
          )}
          <button type="button" className="toast-close" aria-label="Close" onClick={() => change(null)}>
            <Icon name="close" size={16} />
          </button>
        </div>
      )}
    </div>
  )
}
