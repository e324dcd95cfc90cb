/** Two devices wrote at once: both texts are kept, and shown side by side to choose from. */
import { useState } from 'react'
import { showDay, showDayAndTime, showTimeToSecond } from '@candour/contract/formatting.ts'
import type { Draft } from '@candour/contract/drafts.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Trouble } from '../../ui/trouble.tsx'
import type { DraftKeeper, DraftText, Kept } from './draft-keeper.ts'
import { discardDraft, draftsChanged } from './drafts.ts'
import { findOpenDraft } from './open-drafts.ts'
import { rememberBoth } from './twin-draft.ts'

interface BothKeptProps {
  keeper: DraftKeeper
  kept: Kept
  other: Draft
}

function TextSide({ heading, text, against }: { heading: string; text: DraftText; against: DraftText }) {
  return (
    <section className="side">
      <h3>{heading}</h3>
      {text.sections.map((section, place) => {
        const differs = section.text !== against.sections[place]?.text
        return (
          <div key={place} className={differs ? 'differs' : ''}>
            <h4>
              {section.heading} {differs && <span className="state amber">differs</span>}
            </h4>
            <p>{section.text === '' ? <span className="quiet">Nothing</span> : section.text}</p>
          </div>
        )
      })}
    </section>
  )
}

export function BothKept({ keeper, kept, other }: BothKeptProps) {
  const [comparing, setComparing] = useState(false)
  const device = other.device === '' ? 'another device' : other.device
  const today = showDay(other.savedAt) === showDay(new Date())
  const when = today ? showTimeToSecond(other.savedAt) : showDayAndTime(other.savedAt)
  const discardOther = async () => {
    findOpenDraft(other.id)?.close()
    await discardDraft(other.id, other.title)
    keeper.settleConflict()
  }
  const keepBoth = () => {
    rememberBoth(kept.id, other.id)
    keeper.settleConflict()
    draftsChanged()
  }
  const keepOther = async () => {
    keeper.edit({ title: other.title, sections: other.sections })
    if (await keeper.flush()) await discardOther()
  }
  return (
    <div className="editor-trouble">
      <Trouble
        heading="This note was also changed on another device"
        happened={`${device} saved it ${today ? 'at ' : ''}${when}, while this one was being written.`}
        kept="Both texts, whole, as two drafts."
        tone="amber"
        icon="compare"
      >
        <button type="button" className="button" onClick={() => setComparing(true)}>
          <Icon name="compare" />
          Compare and choose
        </button>
        <button type="button" className="link" onClick={keepBoth}>
          Keep both
        </button>
      </Trouble>
      {comparing && (
        <Dialog heading="Two texts of one note" wide onClose={() => setComparing(false)}>
          <div className="sides">
            <TextSide heading="Here" text={kept.text} against={other} />
            <TextSide heading={`${device}, ${when}`} text={other} against={kept.text} />
          </div>
          <div className="dialog-foot">
            <button type="button" className="link" onClick={keepBoth}>
              Keep both
            </button>
            <button type="button" className="button" onClick={() => void keepOther()}>
              Take the other text
            </button>
            <button type="button" className="button" onClick={() => void discardOther()}>
              Keep the text from here
            </button>
          </div>
        </Dialog>
      )}
    </div>
  )
}
