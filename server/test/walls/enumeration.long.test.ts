import { memberRoutes } from '@candour/contract/members.ts'
import { passwordRoutes } from '@candour/contract/passwords.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { PublicCall } from '../../src/platform/http/endpoint.ts'
import type { TestCandour } from '../candour.ts'
import type { Answer } from '../browser.ts'
import { colleague, signUp, type Person } from '../people.ts'
import { connectOwner, type Owner } from './owner.ts'
import { startQuickCandour } from './quick-passwords.ts'

/**
 * Whether an email has an account is told by no answer and by no time (P17). Times of both kinds are taken side by side, 200
 * of each, and compared by Kolmogorov and Smirnov's two-sample test: a difference of 0.195 between the two distributions comes
 * by chance once in 1,000 runs. Each has a control: a difference of some milliseconds, planted, is found.
 */
const samples = 200
const atOnce = 5
const threshold = 1.95 * Math.sqrt(2 / samples)

let candour: TestCandour
let owner: Owner
let admin: Person
let known: string[]
const unknown = Array.from({ length: atOnce }, (_, place) => `nobody${place}@example.org`)
beforeAll(async () => {
  candour = await startQuickCandour()
  owner = await connectOwner(candour)
  admin = await signUp(candour, 'Wych Surgery', 'Imogen Thrale')
  known = []
  for (let place = 0; place < atOnce; place++) known.push((await colleague(candour, admin, 2)).email)
  // The comparison itself takes the same time for both (throttle.test.ts): what remains is to be seen the better.
  Object.assign(candour.parts.vault, {
    verifyPassword: () => Promise.resolve(false),
    refusePassword: () => Promise.resolve(false),
  })
})
afterAll(async () => {
  await owner.end()
  await candour.stop()
})
const anew = () => owner.rows('delete from gate.throttle; delete from gate.streak; delete from gate.ticket')
beforeEach(anew)

function furthestApart(one: number[], other: number[]): number {
  const below = (of: number[], value: number) => of.filter((each) => each <= value).length / of.length
  return Math.max(...[...one, ...other].map((value) => Math.abs(below(one, value) - below(other, value))))
}

interface Taken {
  apart: number
  answers: Set<string>
}

async function compare(ask: (email: string) => Promise<Answer>, before: () => Promise<unknown> = anew): Promise<Taken> {
  const times: Record<'these' | 'those', number[]> = { these: [], those: [] }
  const answers = new Set<string>()
  const timed = async (kind: 'these' | 'those', email: string, isKept: boolean) => {
    const started = performance.now()
    const { status, body, headers } = await ask(email)
    if (!isKept) return
    times[kind].push(performance.now() - started)
    const text = JSON.stringify(body).replace(/"requestId":"[^"]+"/, '')
    answers.add([status, text, [...headers.keys()].filter((name) => name !== 'date').join()].join(' '))
  }
  for (let round = -1; times.these.length < samples; round++) {
    await before()
    // Each goes first as often as the other.
    const pairs = known.flatMap((email, place) => {
      const both = [
        { kind: 'these', email },
        { kind: 'those', email: unknown[place]! },
      ] as const
      return (round + place) % 2 === 0 ? both : both.toReversed()
    })
    await Promise.all(pairs.map(({ kind, email }) => timed(kind, email, round >= 0)))
  }
  return { apart: furthestApart(times.these, times.those), answers }
}

/** The verb with some milliseconds more for those who have an account. */
async function withPlanted<T>(name: string, milliseconds: number, act: () => Promise<T>): Promise<T> {
  const endpoint = candour.parts.endpoints.find((one) => one.name === name)! as unknown as {
    verb: (call: PublicCall<{ email: string }>) => Promise<unknown>
  }
  const { verb } = endpoint
  const slower = async (call: PublicCall<{ email: string }>) => {
    try {
      return await verb(call)
    } finally {
      if (known.includes(call.input.email)) await wait(milliseconds)
    }
  }
  Object.assign(endpoint, { verb: slower })
  try {
    return await act()
  } finally {
    Object.assign(endpoint, { verb })
  }
}

const signIn = (email: string) => candour.visitor().try(sessionRoutes.signIn, { email, password: 'a wrong password' })
const askReset = (email: string) => candour.visitor().try(passwordRoutes.askReset, { email })

test.each([
  ['signing in', 'session.sign-in', signIn],
  ['asking for a new password', 'password.ask-reset', askReset],
])(
  'P17 %s tells by neither answer nor time whether an email has an account, and a planted difference is found',
  async (_what, name, ask) => {
    const { apart, answers } = await compare(ask)
    expect(answers.size).toBe(1)
    expect(apart).toBeLessThan(threshold)
    const planted = await withPlanted(name, 15, () => compare(ask))
    expect(planted.apart).toBeGreaterThan(threshold)
    process.stdout.write(`${name}: ${apart.toFixed(3)} apart, ${planted.apart.toFixed(3)} with 15 ms planted\n`)
  },
  180_000,
)

test('P17 the tenth wrong password in a row, of which a mail goes out, takes no longer either', async () => {
  for (const email of [...known, ...unknown]) await signIn(email)
  const { apart, answers } = await compare(signIn, () =>
    owner.rows('update gate.streak set failures = 9; update gate.throttle set failures = 9'),
  )
  expect(answers.size).toBe(1)
  expect(apart).toBeLessThan(threshold)
  const [told] = await owner.rows<{ count: string }>("select count(*) from candour.mail where kind = 'alert'")
  expect(Number(told!.count)).toBeGreaterThanOrEqual(samples)
}, 180_000)

test('P17 inviting tells nobody whether an email has an account elsewhere', async () => {
  const other = await signUp(candour, 'Yarrow Surgery', 'Yann Zell')
  const invite = (email: string) =>
    other.browser.try(memberRoutes.invite, { name: 'Somebody', role: 'Nurse', email, level: 1 })
  const times: Record<string, number[]> = { known: [], unknown: [] }
  for (let round = 0; round < 40; round++)
    for (let place = 0; place < atOnce; place++)
      for (const [kind, email] of [
        ['known', known[place]!],
        ['unknown', unknown[place]!],
      ] as const) {
        const started = performance.now()
        expect((await invite(email)).status).toBe(200)
        times[kind]!.push(performance.now() - started)
      }
  expect(furthestApart(times['known']!, times['unknown']!)).toBeLessThan(threshold)
}, 60_000)
