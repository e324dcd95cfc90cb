/** The rules of the server, in the browser. They bring a list of stolen passwords with them, so they come when they are needed. */
import { useEffect, useState } from 'react'
import type { PasswordAsked, PasswordJudgement } from '@candour/contract/password-rules.ts'

type Judge = (password: string, asked: PasswordAsked) => PasswordJudgement

let loading: Promise<Judge> | undefined

function load(): Promise<Judge> {
  loading ??= import('@candour/contract/password-rules.ts').then(({ judgePassword }) => judgePassword)
  // Without a network it is tried again; the server judges in any case.
  loading.catch(() => (loading = undefined))
  return loading
}

/** Null until they are here. */
export function usePasswordRules(): Judge | null {
  const [judge, setJudge] = useState<Judge | null>(null)
  useEffect(() => {
    let wanted = true
    load().then(
      (loaded) => wanted && setJudge(() => loaded),
      () => undefined,
    )
    return () => {
      wanted = false
    }
  }, [])
  return judge
}

/** Why it is not taken, as far as this browser knows. */
export function problemOf(judge: Judge | null, password: string, asked: PasswordAsked): string | undefined {
  if (password === '') return 'Choose a password.'
  const judgement = judge?.(password, asked)
  return judgement === undefined || judgement.taken ? undefined : judgement.words
}
