/** Check it yourself: how far the activity is signed, by which key, who is mailed that, and all of it to take away. */
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { checkpointRoutes, ledgerPaths, type CheckpointPage } from '@candour/contract/checkpoints.ts'
import { showCount, showDayAndTime } from '@candour/contract/formatting.ts'
import { call, proveFirst } from '../../api/client.ts'
import { Empty } from '../../ui/empty.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { announce } from '../../ui/toast.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { NotaryRing } from '../seals/notary-ring.tsx'
import { useSession } from '../sessions/session.ts'
import './checkpoints.css'
import { checkpointsChanged, keyInFours, useCheckpoints } from './checkpoints.ts'
import { MailedTo } from './mailed-to.tsx'

export function CheckPage() {
  usePageTitle('Check it yourself')
  const { practice, can } = useSession()
  const may = can.includes('entry.read')
  const { data, error, refetch } = useCheckpoints(may)
  const sign = useMutation({
    mutationFn: () => call(checkpointRoutes.sign, {}),
    onSuccess: async ({ size }) => {
      await checkpointsChanged()
      announce(`Signed to entry ${showCount(size)}`)
    },
  })
  const take = useMutation({
    mutationFn: async () => {
      if (!(await proveFirst())) return
      const link = document.createElement('a')
      link.href = ledgerPaths.bundle
      link.download = ''
      link.click()
    },
  })
  if (!may)
    return (
      <div className="page">
        <Empty
          wholePage
          heading="The activity is for practice managers"
          text="Your level in this practice does not include it."
        />
      </div>
    )
  return (
    <div className="page check-page">
      <PageHead
        eyebrow="Activity"
        title="Check it yourself"
        lead={`You need not believe Candour, nor whoever runs it. With what is here anybody can show that nothing in the activity of ${practice.name} was changed, taken out or put in later.`}
      >
        <Link to="/activity" className="button">
          <Icon name="history" />
          Activity
        </Link>
        <button type="button" className="button primary" disabled={take.isPending} onClick={() => take.mutate()}>
          <Icon name="download" />
          Take it all out
        </button>
      </PageHead>
      {error !== null && <Failure error={error} heading="This can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading lines={6} />}
      {data !== undefined && (
        <>
          <State page={data} isSigning={sign.isPending} onSign={() => sign.mutate()} />
          <FormError error={sign.error ?? take.error} />
          <KeyToWriteDown value={data.key} />
          <MailedTo page={data} />
          {data.newest !== null && <Newest note={data.newest.note} />}
          <HowTo />
        </>
      )}
    </div>
  )
}

function State({ page, isSigning, onSign }: { page: CheckpointPage; isSigning: boolean; onSign: () => void }) {
  const { newest, entries } = page
  const since = entries - (newest?.size ?? 0)
  return (
    <section className="signed-state">
      <NotaryRing state={newest === null ? 'sealed' : 'checked'} />
      <div>
        <p className="signed-entry">
          {newest === null ? 'Not signed yet' : `Signed to entry ${showCount(newest.size)}`}
        </p>
        <p className="second">
          {newest !== null && `Signed ${showDayAndTime(newest.at)}. `}
          {sinceWords(since, newest === null)}
        </p>
      </div>
      <button type="button" className="button" disabled={isSigning} onClick={onSign}>
        <Icon name="lock" />
        {isSigning ? 'Signing' : 'Sign one now'}
      </button>
    </section>
  )
}

function sinceWords(count: number, isFirst: boolean): string {
  if (count <= 0) return 'That is all there is.'
  const entries = `${showCount(count)} ${count === 1 ? 'entry' : 'entries'}`
  if (isFirst) return `${entries} so far. Candour signs every day by itself.`
  return `${entries} ${count === 1 ? 'has' : 'have'} come since. Candour signs every day by itself.`
}

function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <button
      type="button"
      className="link"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      {copied ? 'Copied' : label}
    </button>
  )
}

function KeyToWriteDown({ value }: { value: string }) {
  return (
    <section>
      <SectionHead title="The key that signs">
        <CopyButton text={value} label="Copy the key" />
      </SectionHead>
      <p className="check-words">
        Write it down once, on paper or where Candour does not reach. It stays the same; if another one is ever shown
        here, ask why before you trust it.
      </p>
      <p className="check-key">{keyInFours(value)}</p>
      <p className="check-exact second">{value}</p>
    </section>
  )
}

function Newest({ note }: { note: string }) {
  return (
    <section>
      <SectionHead title="The newest checkpoint">
        <CopyButton text={note} label="Copy it" />
      </SectionHead>
      <p className="check-words">
        A few lines that stand for every entry up to here. Whoever has kept them can show later whether one was altered.
        They name nobody.
      </p>
      <pre className="check-exact">{note}</pre>
    </section>
  )
}

function HowTo() {
  return (
    <section>
      <SectionHead title="How it is checked" />
      <ol className="check-steps">
        <li>Take it all out: a file of every entry, without what was in the records.</li>
        <li>
          Open it on{' '}
          <a href="/candour-verify.html" target="_blank" rel="noreferrer">
            the page that checks
          </a>
          , or run <code>candour verify</code> on it: on any computer, without a network. Save the page first; the file
          never leaves the computer.
        </li>
        <li>Compare the key with the one that you wrote down, and the checkpoint with one that you were mailed.</li>
      </ol>
    </section>
  )
}
