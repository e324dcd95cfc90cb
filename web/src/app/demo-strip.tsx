/** On every page of a practice for show: that nobody in it is real. */
import { demoBanner } from '@candour/contract/demo.ts'
import { useSession } from '../features/sessions/session.ts'

export function DemoStrip() {
  const { practice } = useSession()
  return practice.isDemo ? <p className="demo-strip">{demoBanner}.</p> : null
}
