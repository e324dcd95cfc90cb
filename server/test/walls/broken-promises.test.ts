/**
 * What the promises hang on is broken on a running Candour, behind its back, one after the other: exactly the right promises turn
 * red, say why, and are well again after mending. Another breakage is another row.
 */
import { chmod, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { promiseRoutes, type PromiseState } from '@candour/contract/promises.ts'
import { everyPromise } from '../../src/features/promises/registry/registry.ts'
import { wallChecks } from '../../src/features/promises/checks/wall-checks.ts'
import { rulesRows } from '../../src/features/rules/rules.store.ts'
import { openRules, sealRules } from '../../src/features/rules/sealed-rules.ts'
import type { TestCandour } from '../candour.ts'
import { colleague, enrolApp, type Person } from '../people.ts'
import { letIn, supportPerson, switchSupport } from '../support.ts'
import { buildHouse, leaveNotice, type House } from './house.ts'
import { inPractice } from './practice-keys.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
let nurse: Person
let second: pg.Client
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Larch')
  const other = await buildHouse(candour, 'Maple')
  await leaveNotice(other)
  await other.owner.end()
  nurse = await colleague(candour, house.admin, 2)
  await enrolApp(nurse)
  await leaveNotice(house)
  await switchSupport(house.admin, true)
  await letIn(house.admin, await supportPerson(candour, 'Ada Quill'))
  await candour.settle()
  second = new pg.Client(candour.owner)
  await second.connect()
})
afterAll(async () => {
  await second.end()
  await house.owner.end()
  await candour.stop()
})

const sql = (text: string, ...values: unknown[]) => house.owner.rows(text, values)
const rootKey = () => join(candour.config.keys, 'root.key')

/** The nurse's second factors, by hand, in both directions. */
const factorsAside = async () => {
  await sql('create table public.aside as select * from gate.factor where account = $1', nurse.session.account.id)
  await sql('delete from gate.factor where account = $1', nurse.session.account.id)
}
const factorsBack = async () => {
  await sql('insert into gate.factor select * from public.aside')
  await sql('drop table public.aside')
}

const flipPassword = () =>
  sql(
    `update gate.account set password = set_byte(password, 70, get_byte(password, 70) # 1) where account = $1`,
    nurse.session.account.id,
  )

const prolong = (seconds: number) =>
  sql(
    'update gate.session set ends_at = ends_at + make_interval(secs => $2) where member = $1 and ended_at is null',
    nurse.session.member.id,
    seconds,
  )

/** The practice's rules say otherwise about support, and whoever is in was forgotten. */
const supportAllowed = (supportAllowed: boolean) =>
  inPractice(candour, house.practice, async (within) => {
    const { revision, rules, by, lockdown, signOn } = await openRules(within)
    const kept = { rules: { ...rules, supportAllowed }, by, lockdown, signOn }
    await rulesRows.update(within.tx, sealRules(within, revision + 1, kept))
  })

interface Breakage {
  what: string
  break: () => Promise<unknown>
  mend: () => Promise<unknown>
  red: string[]
  why: RegExp
}

let before: Date
const breakages: Breakage[] = [
  {
    what: 'a row policy is dropped',
    break: () => sql('drop policy practice on candour.event'),
    mend: () =>
      sql(`create policy practice on candour.event to candour_app
        using (practice = candour.current_practice()) with check (practice = candour.current_practice())`),
    red: ['P01'],
    why: /rules of the walls between practices are not as this version made them: .*\. Missing: candour\.event practice for all/,
  },
  {
    what: 'a policy is added that shows every practice',
    break: () => sql('create policy open on candour.notice to candour_app using (true)'),
    mend: () => sql('drop policy open on candour.notice'),
    red: ['P01'],
    why: /Beyond it: candour\.notice open .* Data of another practice can be read from here: .* It lies in candour\.notice\./,
  },
  {
    what: 'row security is no longer forced',
    break: () => sql('alter table candour.event no force row level security'),
    mend: () => sql('alter table candour.event force row level security'),
    red: ['P01'],
    why: /Missing: candour\.event forced/,
  },
  {
    what: 'a role is widened',
    break: () => sql('grant delete on candour.resource to candour_app'),
    mend: () => sql('revoke delete on candour.resource from candour_app'),
    red: ['P01'],
    why: /The rights in the database are not as this version made them: .*\. Beyond it: candour\.resource delete to candour_app\./,
  },
  {
    what: 'a role may change the ledger',
    break: () => sql('grant update on ledger.entry to candour_app'),
    mend: () => sql('revoke update on ledger.entry from candour_app'),
    red: ['P28', 'B3'],
    why: /The rights on the ledger are not as this version made them: .*\. Beyond it: ledger\.entry update to candour_app\./,
  },
  {
    what: 'a second factor is taken away',
    break: factorsAside,
    mend: factorsBack,
    red: ['P12'],
    why: /One account has second factors that were altered outside Candour\. It lets nobody in\./,
  },
  {
    what: 'the second factor is taken out of the rules that are told',
    break: () => sql('update candour.practice set factor_required = false where practice = $1', house.practice),
    mend: () => sql('update candour.practice set factor_required = true where practice = $1', house.practice),
    red: ['P13', 'P14'],
    why: /otherwise than the practice decided about the second factor/,
  },
  {
    what: 'a session is prolonged',
    break: () => prolong(60),
    mend: () => prolong(-60),
    red: ['P07', 'P20'],
    why: /A session was written or prolonged outside Candour\. It lets nobody in\./,
  },
  {
    what: 'a byte of a password’s hash is altered',
    break: flipPassword,
    mend: flipPassword,
    red: ['P15'],
    why: /no hash of Candour’s/,
  },
  {
    what: 'something lies in the clear',
    break: () =>
      sql(
        `with kept as (select notice, sealed from candour.notice where practice = $1) insert into public.plain select * from kept`,
        house.practice,
      ).then(() =>
        sql(
          `update candour.notice set sealed = convert_to(repeat('In the clear. ', 9), 'utf8') where practice = $1`,
          house.practice,
        ),
      ),
    mend: () =>
      sql(`update candour.notice n set sealed = p.sealed from public.plain p where p.notice = n.notice`).then(() =>
        sql('delete from public.plain'),
      ),
    red: ['P29'],
    why: /Something in candour\.notice can be read without its key\./,
  },
  {
    what: 'others on the machine may read the root key',
    break: () => chmod(rootKey(), 0o444),
    mend: () => chmod(rootKey(), 0o400),
    red: ['P30'],
    why: /Others on the machine may read a file of the keys/,
  },
  {
    what: 'the root key is two years old',
    break: async () => {
      before = (await stat(rootKey())).mtime
      await utimes(rootKey(), before, new Date(before.getTime() - 730 * 86_400_000))
    },
    mend: () => utimes(rootKey(), before, before),
    red: ['P24'],
    why: /Not replaced in time: root key, since /,
  },
  {
    what: 'nobody numbers the ledger',
    break: async () => {
      await second.query('begin')
      await second.query('select from ledger.position for update')
      await sql(
        `insert into ledger.queue (at, id, practice, entries)
         values (clock_timestamp() - interval '3 minutes', gen_random_uuid(), null, '[]')`,
      )
    },
    mend: async () => {
      await second.query('rollback')
      await candour.settle()
    },
    red: ['P28', 'B3'],
    why: /An entry has waited for its number for 3 minutes\. None is lost\./,
  },
  {
    what: 'support is in although it is switched off',
    break: () => supportAllowed(false),
    mend: () => supportAllowed(true),
    red: ['P09'],
    why: /Somebody of support is in although it is switched off\./,
  },
]

async function states(): Promise<Map<string, PromiseState>> {
  await candour.parts.checks.run()
  const { groups } = await house.admin.browser.call(promiseRoutes.show, {})
  return new Map(groups.flatMap(({ promises }) => promises).map(({ id, state }) => [id, state]))
}

test('B1 P01 P12 P28 each deliberate breakage turns exactly its promises red, with the reason, and mending them well again', async () => {
  await sql('create table public.plain (notice uuid, sealed bytea)')
  const well = await states()
  expect([...well].filter(([, state]) => state === 'failing')).toEqual([])
  expect(well.size).toBe(91)
  for (const one of breakages) {
    await one.break()
    try {
      const broken = await states()
      const turned = [...broken].filter(([id, state]) => state !== well.get(id))
      expect([one.what, turned]).toEqual([one.what, one.red.map((id) => [id, 'failing'])])
      for (const id of one.red) {
        const detail = await house.admin.browser.call(promiseRoutes.read, { promise: id })
        expect([one.what, detail.happened]).toEqual([one.what, expect.stringMatching(one.why)])
        expect(detail.since).not.toBeNull()
        expect(detail.safe).toMatch(/live checks are well/)
      }
    } finally {
      await one.mend()
    }
    expect([one.what, [...(await states())]]).toEqual([one.what, [...well]])
  }
  // Beside the promise stands how its check turned, newest first, with what it said then.
  const { checks } = await house.admin.browser.call(promiseRoutes.read, { promise: 'P09' })
  const [now, then, first] = checks[0]!.history
  expect([now!.state, then!.state, first!.state]).toEqual(['well', 'failing', 'well'])
  expect(then!.what).toBe('Somebody of support is in although it is switched off.')
  expect(checks[0]!.since).toBe(now!.at)
}, 60_000)

test('B1 every live check that a promise names runs here, at least once a minute, and is named by a promise', () => {
  const named = new Set(everyPromise.flatMap(({ checks }) => checks))
  const { all } = candour.parts.checks
  expect([...named].filter((name) => !all.some((check) => check.name === name))).toEqual([])
  expect(wallChecks.filter(({ name }) => !named.has(name))).toEqual([])
  expect(all.filter(({ name, everySeconds }) => named.has(name) && everySeconds > 60)).toEqual([])
})

test('P34 P39 what can be reached from elsewhere in the clear, and a database far away without verified TLS, is failing', async () => {
  const near = { host: '127.0.0.1' }
  const place = (config: object, address = 'http://127.0.0.1:3000') => ({
    config: {
      origins: ['http://localhost:3000'],
      trustedProxies: [],
      database: { kind: 'server', connection: near },
      ...config,
    },
    address,
  })
  const stateOf = async (name: string, at: object) =>
    (await wallChecks.find((check) => check.name === name)!.run(at as never)).state
  const far = (ssl?: object) => place({ database: { kind: 'server', connection: { host: 'db.example.org', ssl } } })
  expect(await stateOf('https-only', place({}))).toBe('well')
  expect(await stateOf('https-only', place({ origins: ['https://practice.example.org'] }, 'https://0.0.0.0:443'))).toBe(
    'well',
  )
  expect(await stateOf('https-only', place({ origins: ['http://practice.example.org'] }))).toBe('failing')
  expect(await stateOf('https-only', place({}, 'http://0.0.0.0:3000'))).toBe('failing')
  expect(await stateOf('https-only', place({ trustedProxies: ['10.1.2.3'] }, 'http://0.0.0.0:3000'))).toBe('well')
  expect(await stateOf('database-tls', place({}))).toBe('well')
  expect(await stateOf('database-tls', place({ database: { kind: 'embedded' } }))).toBe('well')
  expect(await stateOf('database-tls', far())).toBe('failing')
  expect(await stateOf('database-tls', far({ rejectUnauthorized: false }))).toBe('failing')
  expect(await stateOf('database-tls', far({ rejectUnauthorized: true }))).toBe('well')
})
