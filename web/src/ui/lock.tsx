/**
 * The seal: a round padlock. Keyhole: sealed. Tick: checked on this opening. Three dots: still being written
 * (sealed all the same). Bang: refused. With its words for a screen reader unless words stand beside it.
 */
export type LockState = 'sealed' | 'checked' | 'writing' | 'refused'

const words: Record<LockState, string> = {
  sealed: 'Sealed',
  checked: 'Sealed, checked on this opening',
  writing: 'Sealed, still being written',
  refused: 'Refused: the seal does not fit',
}

const marks = {
  sealed: (
    <>
      <circle cx="10" cy="11.5" r="1" fill="currentColor" stroke="none" />
      <path d="M10 11.5v2.4" />
    </>
  ),
  checked: <path d="m7.7 12.4 1.6 1.6 3-3.4" />,
  writing: (
    <g fill="currentColor" stroke="none">
      <circle cx="7.6" cy="12.2" r="0.95" />
      <circle cx="10" cy="12.2" r="0.95" />
      <circle cx="12.4" cy="12.2" r="0.95" />
    </g>
  ),
  refused: (
    <>
      <path d="M10 9.4v3.2" />
      <circle cx="10" cy="14.8" r="0.95" fill="currentColor" stroke="none" />
    </>
  ),
}

export function LockShape({ state }: { state: LockState }) {
  return (
    <g fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round">
      <path d="M6.2 7.3V5.5a3.8 3.8 0 0 1 7.6 0v1.8" />
      <circle cx="10" cy="12.2" r="6" />
      {marks[state]}
    </g>
  )
}

export function Lock({ state, size = 18, silent = false }: { state: LockState; size?: number; silent?: boolean }) {
  const spoken = silent ? { 'aria-hidden': true } : { role: 'img', 'aria-label': words[state] }
  return (
    <svg className={`lock ${state}`} width={size} height={size} viewBox="0 0 20 20" {...spoken}>
      <LockShape state={state} />
    </svg>
  )
}
