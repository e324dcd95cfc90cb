/** Something went wrong: a heading that says it, what happened, what was kept, then the acts. No codes first. */
import type { ReactNode } from 'react'
import { showTimeToSecond } from '@candour/contract/formatting.ts'
import { ApiError, LostNetwork } from '../api/client.ts'
import { Icon, type IconName } from './icon.tsx'
import { Lock } from './lock.tsx'
import './state.css'

interface TroubleProps {
  heading: string
  happened: ReactNode
  kept: ReactNode
  tone?: 'red' | 'amber'
  icon?: IconName | 'lock'
  reference?: string | undefined
  children?: ReactNode
}

export function Trouble({
  heading,
  happened,
  kept,
  tone = 'red',
  icon = 'octagon',
  reference,
  children,
}: TroubleProps) {
  return (
    <section className={`trouble ${tone}`} role="alert">
      <h2>
        {icon === 'lock' ? <Lock state="refused" size={20} silent /> : <Icon name={icon} size={20} />}
        <span>{heading}</span>
      </h2>
      <dl>
        <dt>What happened</dt>
        <dd>{happened}</dd>
        <dt>What was kept</dt>
        <dd>{kept}</dd>
      </dl>
      {children !== undefined && <div className="acts">{children}</div>}
      {reference !== undefined && <p className="reference">For support: request {reference}</p>}
    </section>
  )
}

interface FailureProps {
  error: unknown
  /** What could not be done: "This record can't be shown". */
  heading: string
  kept?: string
  again?: (() => void) | undefined
  children?: ReactNode
}

/** Asking again helps when nobody answered or the server failed, not when it said no. */
const mayHelp = (error: unknown) =>
  !(error instanceof ApiError) || error.status === 429 || (error.status >= 500 && error.code !== 'record.altered')

/** Trouble told from what a call threw. */
export function Failure({ error, heading, kept = 'Nothing was changed.', again, children }: FailureProps) {
  const acts = (
    <>
      {again !== undefined && mayHelp(error) && (
        <button type="button" className="button" onClick={again}>
          <Icon name="try-again" />
          Try again
        </button>
      )}
      {children}
    </>
  )
  if (error instanceof LostNetwork) {
    return (
      <Trouble
        heading="The practice server can’t be reached"
        happened={`No answer at ${showTimeToSecond(error.at)}. Candour goes on trying.`}
        kept={kept}
        tone="amber"
        icon="offline"
      >
        {acts}
      </Trouble>
    )
  }
  if (error instanceof ApiError) {
    const altered = error.code === 'record.altered'
    return (
      <Trouble
        heading={altered ? 'This was altered outside Candour, so it stays closed' : heading}
        happened={altered ? 'It no longer matches its seal. The practice was told.' : error.message}
        kept={altered ? 'Everything that still matches its seal opens as before.' : kept}
        icon={altered ? 'lock' : 'octagon'}
        reference={error.status >= 500 ? error.requestId : undefined}
      >
        {acts}
      </Trouble>
    )
  }
  return (
    <Trouble heading={heading} happened="This page stopped on something it did not expect." kept={kept}>
      {acts}
    </Trouble>
  )
}
