/** The frame of the pages that stand before signing in. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Brand } from '../../ui/brand.tsx'
import './public-frame.css'

export function PublicFrame({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  return (
    <div className="public-frame">
      <header>
        <Brand />
      </header>
      <main id="main" className={wide ? 'wide' : ''}>
        {children}
      </main>
      <footer>
        <p>
          Records are sealed on this practice’s own server. Opening one is written down.{' '}
          <Link to="/breaches">How we handle a breach</Link>
        </p>
      </footer>
    </div>
  )
}
