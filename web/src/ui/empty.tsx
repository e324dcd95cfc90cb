/** Nothing here: one line of what is so, one of what to do, one button. */
import type { ReactNode } from 'react'
import './state.css'

export function Empty({ heading, text, children }: { heading: string; text: string; children?: ReactNode }) {
  return (
    <section className="empty">
      <h2>{heading}</h2>
      <p>{text}</p>
      {children !== undefined && <div className="acts">{children}</div>}
    </section>
  )
}
