/** What the practice decided about signing in: for everybody to read, for administrators to change. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { ShownRules } from '@candour/contract/rules.ts'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from '../sessions/session.ts'
import { LockDialog } from './lock-dialog.tsx'
import { RulesForm } from './rules-form.tsx'
import { RulesInWords } from './rules-in-words.tsx'
import { useRules } from './rules.ts'
import './rules.css'

export function RulesPage() {
  usePageTitle('Rules')
  const { practice, can, lockdown } = useSession()
  const { data, error, refetch } = useRules()
  const [changing, setChanging] = useState(false)
  const [locking, setLocking] = useState(false)
  const mayChange = data?.can.includes('change') === true && lockdown === null
  return (
    <div className="page">
      <PageHead
        title="Rules of the practice"
        lead={`How everybody signs in at ${practice.name}. A change holds from the next thing that anybody does.`}
      >
        {mayChange && !changing && (
          <button type="button" className="button primary" onClick={() => setChanging(true)}>
            <Icon name="pencil" />
            Change the rules
          </button>
        )}
      </PageHead>
      {error !== null && <Failure error={error} heading="The rules can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      <div className="rules-page">
        {data !== undefined &&
          (changing ? (
            <RulesForm shown={data} onDone={() => setChanging(false)} />
          ) : (
            <RulesInWords rules={data.rules} changed={changedWords(data)} />
          ))}
        {data?.can.includes('change') === true && !changing && (
          <section>
            <SectionHead title="Single sign-on" />
            <p className="second under-rule">
              Members can come in by their account at another organisation, where the practice takes that.
            </p>
            <Link to="/rules/single-sign-on" className="button">
              <Icon name="team" />
              Single sign-on
            </Link>
          </section>
        )}
        {can.includes('practice.lock') && lockdown === null && !changing && (
          <section>
            <SectionHead title="A threat" />
            <p className="second under-rule">
              A stranger at a screen, a stolen laptop, a password in the wrong hands: lock the practice first, find out
              after. Everybody is signed out at once; nothing is lost.
            </p>
            <button type="button" className="button danger" onClick={() => setLocking(true)}>
              <Icon name="lock" />
              Lock the practice
            </button>
          </section>
        )}
      </div>
      {locking && <LockDialog onClose={() => setLocking(false)} />}
    </div>
  )
}

function changedWords({ changed }: ShownRules): string {
  return changed === null
    ? 'These are the rules with which a practice begins.'
    : `Changed by ${changed.by} on ${showDayAndTime(changed.at)}.`
}
