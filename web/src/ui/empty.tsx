/** Nothing here: one line of what is so, one of what to do, one button. */
import type { ReactNode } from 'react'
import './state.css'

interface EmptyProps {
  heading: string
  text: string
  /** When it is all that the page holds, its heading is the page's. */
  wholePage?: boolean
  children?: ReactNode
}

export function Empty({ heading, text, wholePage = false, children }: EmptyProps) {
  const Heading = wholePage ? 'h1' : 'h2'
  return (
    <section className="empty">
      <Heading>{heading}</Heading>
      <p>{text}</p>
      {children !== undefined && <div className="acts">{children}</div>}
    </section>
  )
}
