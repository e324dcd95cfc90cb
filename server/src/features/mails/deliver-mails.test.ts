import { memberRoutes } from '@candour/contract/members.ts'
import { mailRoutes } from '@candour/contract/mails.ts'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import pg from 'pg'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { signUp, type Person } from '../../../test/people.ts'
import { makeLocalCertificate } from '../../platform/vault/local-certificate.ts'

/** What the mail server does with the next mail: takes it, says "later", "never", or takes it and hangs up unsaid. */
type Mood = 'takes' | 'later' | 'never' | 'hangs up'
const mood: { next: Mood[] } = { next: [] }
const taken: ParsedMail[] = []
let server: SMTPServer
let candour: TestCandour
let owner: Person
let database: pg.Client

beforeAll(async () => {
  const { certificate, key } = makeLocalCertificate(['localhost'], new Date())
  server = new SMTPServer({
    secure: true,
    cert: certificate,
    key,
    authOptional: false,
    onAuth: ({ username, password }, _session, answer) =>
      username === 'records' && password === 'harbour' ? answer(null, { user: 'records' }) : answer(new Error('no')),
    onData(stream, session, answer) {
      const now = mood.next.shift() ?? 'takes'
      void simpleParser(stream).then((mail) => {
        if (now === 'later') return answer(Object.assign(new Error('busy'), { responseCode: 451 }))
        if (now === 'never') return answer(Object.assign(new Error('no such user'), { responseCode: 550 }))
        taken.push(mail)
        if (now === 'hangs up') {
          const connections = (server as unknown as { connections: Set<{ id: string; _socket: { destroy(): void } }> })
            .connections
          for (const one of connections) if (one.id === session.id) one._socket.destroy()
          return
        }
        answer()
      })
    },
  })
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  candour = await startTestCandour({}, (config) => ({
    ...config,
    mailServer: {
      host: 'localhost',
      port,
      user: 'records',
      password: 'harbour',
      tls: 'at-once',
      ca: certificate,
      from: { name: 'Harbour Street', address: 'records@harbour.example' },
    },
  }))
  owner = await signUp(candour)
  database = new pg.Client(candour.owner)
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await candour.stop()
  server.close()
})

let people = 0
async function invite(name = 'Zoë O’Brien-Łukasz') {
  const email = `invited${people++}@example.org`
  const { link } = await owner.browser.call(memberRoutes.invite, { name, role: 'Nurse', email, level: 2 })
  return { email, link }
}
const to = (email: string) => taken.filter((mail) => JSON.stringify(mail.to).includes(email))
async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    if (await is()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('it did not come to that')
}
async function stateOf(email: string): Promise<{ state: string; attempts: number; sealed: Buffer | null }> {
  const { rows } = await database.query<{ state: string; attempts: number; sealed: Buffer | null; mail: string }>(
    'select state, attempts, sealed from candour.mail order by created_at desc limit 1',
  )
  expect(email).not.toBe('')
  return rows[0]!
}
/** The next try is due now. */
const hurry = () => database.query("update candour.mail set next_at = clock_timestamp() where state = 'waiting'")

test('an invitation comes as text and as HTML, with the link in both, and is forgotten here', async () => {
  const { email, link } = await invite()
  await until(() => to(email).length === 1)
  const [mail] = to(email)
  expect(mail!.text).toContain(link)
  expect(mail!.html).toContain(link)
  expect(mail!.subject).toBe(`${owner.session.practice.name} invites you to Candour`)
  expect(mail!.from!.text).toBe('"Harbour Street" <records@harbour.example>')
  expect(mail!.headers.get('auto-submitted')).toBe('auto-generated')
  expect(String(mail!.html)).not.toMatch(/<img|<script|src=/)
  await until(async () => (await stateOf(email)).state === 'sent')
  expect((await stateOf(email)).sealed).toBeNull()
})

test('a server that is busy gets it later, once', async () => {
  mood.next = ['later', 'later']
  const { email } = await invite()
  await until(async () => (await stateOf(email)).attempts === 1)
  expect(to(email)).toHaveLength(0)
  await hurry()
  await until(async () => (await stateOf(email)).attempts === 2)
  await hurry()
  await until(async () => (await stateOf(email)).state === 'sent')
  expect(to(email)).toHaveLength(1)
})

test('a server that hangs up before it says so gets it again, as the same mail', async () => {
  mood.next = ['hangs up']
  const { email } = await invite()
  await until(() => to(email).length === 1)
  await until(async () => (await stateOf(email)).attempts >= 1)
  await hurry()
  await until(async () => (await stateOf(email)).state === 'sent')
  expect(new Set(to(email).map((mail) => mail.messageId)).size).toBe(1)
})

test('what the server refuses for good is tried no more', async () => {
  mood.next = ['never']
  const { email } = await invite()
  await until(async () => (await stateOf(email)).state === 'failed')
  expect(await stateOf(email)).toMatchObject({ attempts: 1, sealed: null })
  expect(to(email)).toHaveLength(0)
})

test('nobody reads in the outbox of an installation that has a mail server', async () => {
  const answer = await candour.visitor().try(mailRoutes.outbox, {})
  expect(answer.status).toBe(404)
})

test('a name cannot bring lines or addresses of its own into a mail', async () => {
  const { email } = await invite('Eve"\u2028Bcc: victim@example.org <eve@example.org>,')
  await until(() => to(email).length === 1)
  const [mail] = to(email)
  expect(mail!.bcc).toBeUndefined()
  expect(mail!.to).toMatchObject({ value: [{ address: email }] })
})
