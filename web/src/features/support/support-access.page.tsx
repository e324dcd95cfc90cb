/** What the practice decides about the operator's support: whether at all, each time anew, and the register of it. */
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { showDayAndTime, showTime } from '@candour/contract/formatting.ts'
import { supportExportPath, supportRoutes, type SupportRequest } from '@candour/contract/support.ts'
import { call, proveFirst } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { announce } from '../../ui/toast.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useRules } from '../rules/rules.ts'
import { useCan } from '../sessions/session.ts'
import { durationWords, stateWords, supportChanged, useSupportRequests } from './support.ts'
import { SwitchDialog } from './switch-dialog.tsx'
import './support.css'

export function SupportAccessPage() {
  usePageTitle('Support')
  const { data, error, refetch } = useSupportRequests()
  const [switching, setSwitching] = useState(false)
  const [code, setCode] = useState<{ code: string; endsAt: string } | null>(null)
  const maySwitch = useCan('rules.change')
  const make = useMutation({ mutationFn: () => call(supportRoutes.makeCode, {}), onSuccess: setCode })
  const rules = useRules().data?.rules
  const isAllowed = rules?.supportAllowed === true
  const waiting = data?.requests.filter(({ state }) => state === 'waiting') ?? []
  const open = data?.requests.filter(({ state }) => state === 'open') ?? []
  const past = data?.requests.filter(({ state }) => state !== 'waiting' && state !== 'open') ?? []
  return (
    <div className="page">
      <PageHead
        title="Support"
        lead="The operator’s support has no access to your records. When you need help, you let one of its people in: for a reason, for a while, to read."
      >
        {isAllowed && (
          <button type="button" className="button primary" onClick={() => !make.isPending && make.mutate()}>
            <Icon name="phone" />
            Make a code to read out
          </button>
        )}
      </PageHead>
      {error !== null && <Failure error={error} heading="This can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      <FormError error={make.error} />
      {rules !== undefined && (
        <section className="support-switch">
          <Icon name={isAllowed ? 'kept' : 'lock'} size={20} />
          <p>
            <strong>{isAllowed ? 'Support may ask to be let in.' : 'Support is kept out.'}</strong>{' '}
            {isAllowed
              ? 'Nothing is open by that: each time one of you decides.'
              : 'Nobody of the operator can even ask.'}
            {!maySwitch && ' An administrator switches it.'}
          </p>
          {maySwitch && (
            <button type="button" className="button" onClick={() => setSwitching(true)}>
              {isAllowed ? 'Switch off' : 'Switch on'}
            </button>
          )}
        </section>
      )}
      {data !== undefined && (
        <div className="support-page">
          <Requests title="To decide" requests={waiting} />
          <Requests title="In the practice now" requests={open} />
          <section>
            <SectionHead title="Register" count={past.length}>
              {data.requests.length > 0 && <TakeOut />}
            </SectionHead>
            {past.length === 0 && (
              <div className="support-empty">
                <Empty heading="Nobody yet" text="Who was let in, when, why and by whom stands here for good." />
              </div>
            )}
            <ul className="rows">
              {past.map((one) => (
                <Row key={one.id} request={one} />
              ))}
            </ul>
          </section>
        </div>
      )}
      {switching && <SwitchDialog on={!isAllowed} onClose={() => setSwitching(false)} />}
      {code !== null && (
        <Dialog heading="Read this out to support" onClose={() => setCode(null)}>
          <div className="fields">
            <p className="support-code fixed">
              {code.code.slice(0, 4)} {code.code.slice(4)}
            </p>
            <p>
              Call the number that you know of them; never give it to somebody who calls you. It names your practice,
              once, until <span className="fixed">{showTime(code.endsAt)}</span>, and opens nothing: what they ask for
              then stands here for you to decide.
            </p>
            <div className="dialog-foot">
              <button type="button" className="button primary" onClick={() => setCode(null)}>
                Done
              </button>
            </div>
          </div>
        </Dialog>
      )}
    </div>
  )
}

function Requests({ title, requests }: { title: string; requests: SupportRequest[] }) {
  if (requests.length === 0) return null
  return (
    <section>
      <SectionHead title={title} count={requests.length} />
      <ul className="rows">
        {requests.map((one) => (
          <Row key={one.id} request={one} />
        ))}
      </ul>
    </section>
  )
}

function TakeOut() {
  const take = useMutation({
    mutationFn: async () => {
      if (!(await proveFirst())) return
      const link = document.createElement('a')
      link.href = supportExportPath
      link.download = 'support.csv'
      link.click()
    },
  })
  return (
    <>
      <button type="button" className="link" onClick={() => take.mutate()}>
        Take out as CSV
      </button>
      <FormError error={take.error} />
    </>
  )
}

const endWords: Record<NonNullable<SupportRequest['ended']>['how'], string> = {
  member: 'Ended by',
  support: 'They were done',
  operator: 'Ended by the operator',
  time: 'Its time was over',
  switch: 'Support was switched off by',
  lockdown: 'The practice was locked',
}

function Row({ request }: { request: SupportRequest }) {
  const { id, name, email, reason, minutes, askedAt, from, state, decided, until, ended, can } = request
  const [approving, setApproving] = useState(false)
  const act = useMutation({
    mutationFn: (what: 'refuse' | 'end') => call(supportRoutes[what], { id }),
    onSuccess: (_, what) => announce(what === 'refuse' ? 'Refused' : 'Support is out'),
    onSettled: () => void supportChanged(),
  })
  const who =
    decided === null
      ? ''
      : `${state === 'refused' ? 'by' : 'Let in by'} ${decided.by.name}, ${showDayAndTime(decided.at)}`
  return (
    <li className="support-row">
      <div>
        <b>{name}</b>
        <span className="second">{email}</span>
        <span className="second fixed">
          {showDayAndTime(askedAt)}, {from}
        </span>
      </div>
      <div>
        <span>{reason}</span>
        <span className="second">{durationWords(minutes)}, to read</span>
      </div>
      <div>
        <span className={state === 'open' ? 'support-open' : ''}>
          {state === 'open' ? `Open until ${showTime(until!)}` : stateWords[state]}
        </span>
        {who !== '' && <span className="second">{who}</span>}
        {ended !== null && (
          <span className="second">
            {endWords[ended.how]} {ended.by?.name}, <span className="fixed">{showDayAndTime(ended.at)}</span>
          </span>
        )}
        <span className="acts">
          {can.includes('approve') && (
            <button type="button" className="button primary" onClick={() => setApproving(true)}>
              Let in
            </button>
          )}
          {can.includes('refuse') && (
            <button type="button" className="button" onClick={() => !act.isPending && act.mutate('refuse')}>
              Refuse
            </button>
          )}
          {can.includes('end') && (
            <button type="button" className="button danger" onClick={() => !act.isPending && act.mutate('end')}>
              End it now
            </button>
          )}
          {can.includes('replay') && (
            <Link to="/support-access/$request" params={{ request: id }}>
              What they looked at
            </Link>
          )}
        </span>
        <FormError error={act.error} />
      </div>
      {approving && <ApproveDialog request={request} onClose={() => setApproving(false)} />}
    </li>
  )
}

function ApproveDialog({ request, onClose }: { request: SupportRequest; onClose: () => void }) {
  const { id, name, email, reason, minutes } = request
  const approve = useMutation({
    mutationFn: () => call(supportRoutes.approve, { id }),
    onSuccess: async () => {
      await supportChanged()
      announce(`${name} is let in`)
      onClose()
    },
  })
  return (
    <Dialog heading={`Let ${name} in?`} onClose={onClose}>
      <div className="fields">
        <p>
          For {durationWords(minutes)} from now: {reason}
        </p>
        <ul className="support-terms">
          <li>
            They find and read patients’ records. They change nothing, download nothing and see no restricted record.
          </li>
          <li>Everybody here sees that they are in. You go through what they looked at, step by step.</li>
          <li>Did one of you read a code out to {email}? If not, refuse.</li>
        </ul>
        <FormError error={approve.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Not now
          </button>
          <button
            type="button"
            className="button primary"
            aria-disabled={approve.isPending}
            onClick={() => !approve.isPending && approve.mutate()}
          >
            Let them in, to read
          </button>
        </div>
      </div>
    </Dialog>
  )
}
