import { useState, type FormEvent } from 'react'
import type { DemoOpened } from '@candour/contract/demo.ts'
import type { PracticeKind } from '@candour/contract/practices.ts'
import { FieldError } from '../../ui/field.tsx'
import { DemoOffer } from '../demo/demo-offer.tsx'
import { KindChoice } from './kind-choice.tsx'

interface KindStepProps {
  kind: PracticeKind | null
  onKind: (kind: PracticeKind) => void
  onDone: () => void
  onDemo: (demo: DemoOpened) => void
}

export function KindStep({ kind, onKind, onDone, onDemo }: KindStepProps) {
  const [asked, setAsked] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (kind !== null) onDone()
  }
  return (
    <form className="sign-up-section" onSubmit={submit}>
      <h2>What kind of practice is it?</h2>
      <KindChoice value={kind} onChange={onKind} />
      {asked && kind === null && <FieldError>Choose one of the four. It decides how a new note starts.</FieldError>}
      <section className="trial">
        <h2>The 30 days, plainly</h2>
        <ul>
          <li>
            <b>Day 1</b> Everything works. No card is asked for.
          </li>
          <li>
            <b>Near the end</b> Candour reminds you on the Home page.
          </li>
          <li>
            <b>Day 31</b> The practice becomes read-only: you read, print and export. Nothing is deleted.
          </li>
        </ul>
      </section>
      <div className="acts">
        <button type="submit" className="button primary">
          Go on to the practice
        </button>
      </div>
      <DemoOffer kind={kind} onOpened={onDemo} />
    </form>
  )
}
