/** The patient's own page: by link and code, once, for half an hour. Calm, plain, for a phone first. */
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState, type FormEvent } from 'react'
import { accessLinkRoutes } from '@candour/contract/access-links.ts'
import { showCount, showDayAndTime, showTime } from '@candour/contract/formatting.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { ApiError, call } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'
import { Empty } from '../../ui/empty.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { PublicFrame } from '../sessions/public-frame.tsx'
import { useOwnLooks } from './access-links.ts'
import { LookDays, WhatWordsMean } from './look-days.tsx'
import './looks.css'

export function OwnLooksPage() {
  usePageTitle('Who looked at your record')
  // Behind the #, which no server is sent
  const [token, setToken] = useState(() => location.hash.slice(1))
  const [isLeft, setLeft] = useState(false)
  useEffect(() => {
    // Another link, opened where this page stands already
    const take = () => {
      if (location.hash.length < 2) return
      setToken(location.hash.slice(1))
      setLeft(false)
    }
    window.addEventListener('hashchange', take)
    return () => window.removeEventListener('hashchange', take)
  }, [])
  const open = () => {
    queries.removeQueries({ queryKey: ['own-looks'] })
    // Whoever presses “back” on this phone finds no link
    history.replaceState(null, '', '/access')
    setToken('')
  }
  return (
    <PublicFrame wide={token === '' && !isLeft}>
      {isLeft ? (
        <Empty
          wholePage
          heading="The page is closed"
          text="This device shows nothing of it any more. If you want to look again, ask the practice for another link."
        />
      ) : token === '' ? (
        <Looks
          onLeave={() => {
            setLeft(true)
            queries.removeQueries({ queryKey: ['own-looks'] })
          }}
        />
      ) : (
        <CodeForm key={token} token={token} onOpen={open} />
      )}
    </PublicFrame>
  )
}

function CodeForm({ token, onOpen }: { token: string; onOpen: () => void }) {
  const [code, setCode] = useState('')
  const [asked, setAsked] = useState(false)
  const open = useMutation({ mutationFn: () => call(accessLinkRoutes.open, { token, code }), onSuccess: onOpen })
  const missing = code.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!missing && !open.isPending) open.mutate()
  }
  return (
    <>
      <header className="public-head">
        <h1>Who looked at your record</h1>
        <p className="lead">
          Your practice gave you a code of eight digits, apart from this link. With it this page opens once, on this
          device, for 30 minutes. Open it when nobody else can see your screen.
        </p>
      </header>
      <form className="fields" onSubmit={submit} noValidate>
        <Field
          label="Code"
          hint="Eight digits, from the practice"
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onChange={setCode}
          maxLength={20}
          autoFocus
          error={asked && missing ? 'Type the code that the practice gave you.' : undefined}
        />
        <FormError error={open.error} />
        <div className="acts">
          <button type="submit" className="button primary" aria-disabled={open.isPending}>
            {open.isPending ? 'Checking' : 'Open the page'}
          </button>
        </div>
      </form>
    </>
  )
}

type Own = OutputOf<typeof accessLinkRoutes.read>

function Looks({ onLeave }: { onLeave: () => void }) {
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useOwnLooks(true)
  if (error instanceof ApiError && error.code === 'access-link.over')
    return (
      <Empty
        wholePage
        heading="This page is over"
        text="It opens by the link and the code that a practice gave you, once, for 30 minutes. If you want to look again, ask the practice for another link."
      />
    )
  if (error !== null && data === undefined)
    return <Failure error={error} heading="This can’t be shown" again={() => void refetch()} />
  if (data === undefined) return <Loading what="Opening the page" />
  const first = data.pages[0]!
  return (
    <div className="own-looks">
      <Head first={first} onLeave={onLeave} />
      <LookDays looks={data.pages.flatMap(({ looks }) => looks)} />
      {hasNextPage && (
        <p className="no-print">
          <button
            type="button"
            className="button"
            aria-disabled={isFetchingNextPage}
            onClick={() => !isFetchingNextPage && void fetchNextPage()}
          >
            Show earlier days
          </button>
        </p>
      )}
      <section>
        <h2>What the words mean</h2>
        <WhatWordsMean />
      </section>
      <section>
        <h2>If something worries you</h2>
        <p>
          People who care for you, reception and those who send letters open your record as part of their work. If you
          don’t understand why somebody did, ask {first.practice.name} for the practice manager and name the day and
          time that stand here. They have to look into it and answer you.
        </p>
        <p>
          If the answer does not satisfy you, you can complain to the practice in writing, and to the Information
          Commissioner’s Office (ICO).
        </p>
      </section>
      <PrintedFoot practice={first.practice.name} number={first.looks[0]?.number} />
    </div>
  )
}

function Head({ first, onLeave }: { first: Own; onLeave: () => void }) {
  const { patient, practice, until, hidesNames } = first
  const leave = useMutation({ mutationFn: () => call(accessLinkRoutes.leave, {}), onSuccess: onLeave })
  return (
    <>
      <header className="public-head">
        <p className="eyebrow">
          {practice.name}, {practice.town}
        </p>
        <h1>Who looked at your record</h1>
        <p className="lead">
          For {patient}
          <span className="no-print">
            , open until <span className="fixed">{showTime(until)}</span> on this device alone.
          </span>
          {hidesNames && ' In some places the practice shows what somebody does there, not their name.'}
        </p>
      </header>
      <div className="bare-acts no-print">
        <button type="button" className="button" onClick={() => window.print()}>
          <Icon name="print" />
          Print or save it
        </button>
        <button type="button" className="button" onClick={() => !leave.isPending && leave.mutate()}>
          <Icon name="leave" />
          Close it now
        </button>
      </div>
      <FormError error={leave.error} />
    </>
  )
}

function PrintedFoot({ practice, number }: { practice: string; number: number | undefined }) {
  return (
    <p className="printed-by">
      Printed by the patient, from a link of {practice}, {showDayAndTime(new Date())}.
      {number !== undefined && ` Reference ${showCount(number)}.`} Paper is not kept up to date.
    </p>
  )
}
