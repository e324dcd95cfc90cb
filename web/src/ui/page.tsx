import { useEffect, type ReactNode } from 'react'
import './page.css'

/**
 * The page's title in the tab. Never a patient's name: browsers keep titles in their history, in the clear.
 */
export function usePageTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · Candour`
  }, [title])
}

interface PageHeadProps {
  title: string
  eyebrow?: string
  lead?: ReactNode
  children?: ReactNode
}

/** The sentence that answers, and at its right the acts: one primary at most. */
export function PageHead({ title, eyebrow, lead, children }: PageHeadProps) {
  return (
    <header className="page-head">
      <div>
        {eyebrow !== undefined && <p className="eyebrow">{eyebrow}</p>}
        <h1>{title}</h1>
        {lead !== undefined && <p className="lead">{lead}</p>}
      </div>
      {children !== undefined && <div className="page-acts">{children}</div>}
    </header>
  )
}

interface SectionHeadProps {
  title: string
  count?: string | number | undefined
  children?: ReactNode
}

export function SectionHead({ title, count, children }: SectionHeadProps) {
  return (
    <div className="section-head">
      <h2>{title}</h2>
      {count !== undefined && <span className="count">{count}</span>}
      {children !== undefined && <span className="more">{children}</span>}
    </div>
  )
}
