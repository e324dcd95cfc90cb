import { checkRoutes } from '@candour/contract/checks.ts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { signUp } from '../../../test/people.ts'
import { entriesAfter, lastNumber } from '../../../test/walls/ledger-entries.ts'
import { connectOwner, type Owner } from '../../../test/walls/owner.ts'
import { practiceWork } from '../../platform/jobs/practice-work.ts'
import { createLog } from '../../platform/log.ts'
import type { Check, Finding } from './check.ts'
import { openChecks } from './open-checks.ts'

let candour: TestCandour
let owner: Owner
let practice: string
beforeAll(async () => {
  candour = await startTestCandour()
  owner = await connectOwner(candour)
  practice = (await signUp(candour)).session.practice.id
})
afterAll(async () => {
  await owner.end()
  await candour.stop()
})

/** Another node, with checks of its own. */
function node(checks: Check[]) {
  const { database, vault, keysOf } = candour.parts
  const clock = { now: () => new Date() }
  const work = practiceWork({ database, vault, keysOf, clock })
  const rest = { blobs: {} as never, config: candour.config, address: candour.address, log: createLog('silent') }
  const space = () => Promise.reject(new Error('not asked'))
  return openChecks(
    { ...rest, database, vault, clock, work, publicOrigin: 'http://localhost', spaceOf: space, patience: 300 },
    checks,
    false,
  )
}

/** As the practice sees them, now or so many milliseconds later. */
const statesOf = (checks: ReturnType<typeof node>, later = 0) =>
  candour.parts.database.inPractice(practice, async (tx) => {
    const keys = await candour.parts.keysOf(tx)
    return checks.statesOf({ tx, vault: candour.parts.vault, keys, now: new Date(Date.now() + later) })
  })

test('P49 a check that hangs is given up, one that throws fails without its words, and neither keeps another from its turn', async () => {
  let late = ''
  const of = (name: string, kind: Check['of'], run: Check['run']): Check => ({
    name,
    title: name,
    of: kind,
    everySeconds: 60,
    run,
  })
  const forever = () => new Promise<never>(() => undefined)
  const tooLate: Check['run'] = async ({ within }) => {
    await new Promise((resolve) => setTimeout(resolve, 600))
    try {
      await within!.tx.run({ name: 'too-late', text: 'select 1' })
      late = 'it ran'
    } catch (error) {
      late = (error as Error).name
    }
    return { state: 'well', what: 'Never told.' }
  }
  const throwing = () => Promise.reject(new Error('Margery Ashdowne was here'))
  const well = () => Promise.resolve({ state: 'well', what: 'It is well.' } as const)
  const checks = [
    of('hangs', 'installation', forever),
    of('hangs-there', 'practice', forever),
    of('comes-late', 'practice', tooLate),
    of('throws', 'installation', throwing),
    of('throws-there', 'practice', throwing),
    of('well', 'practice', well),
  ]
  const own = node(checks)
  try {
    await own.run()
    expect((await statesOf(own)).map(({ name, state, what }) => [name, state, what])).toEqual([
      ['hangs', 'failing', 'It was looked at, and no answer came in time.'],
      ['hangs-there', 'failing', 'It was looked at, and no answer came in time.'],
      ['comes-late', 'failing', 'It was looked at, and no answer came in time.'],
      ['throws', 'failing', 'It could not be looked at. For whoever runs the server: Error.'],
      ['throws-there', 'failing', 'It could not be looked at. For whoever runs the server: Error.'],
      ['well', 'well', 'It is well.'],
    ])
    await expect.poll(() => late, { timeout: 5_000 }).toBe('AbortError')
  } finally {
    await own.stop()
  }
})

test('P49 of two nodes one runs the checks, and whoever lost the lease keeps nothing', async () => {
  let runs = 0
  let hold: () => void = () => undefined
  const held = new Promise<void>((resolve) => (hold = resolve))
  const check: Check = {
    name: 'one-of-two',
    title: 'One of two',
    of: 'installation',
    everySeconds: 60,
    async run() {
      runs += 1
      if (runs === 1) await held
      return { state: runs === 1 ? 'failing' : 'well', what: `Run ${runs}.` }
    },
  }
  const first = node([check])
  const second = node([check])
  try {
    const running = first.run()
    await expect.poll(() => runs).toBe(1)
    await second.run()
    expect(runs).toBe(1)
    // The first one's machine was asleep: its lease is over, and the second takes it.
    await owner.rows("update ops.lease set expires_at = now() - interval '1 second' where name = 'checks'")
    await second.run()
    expect(runs).toBe(2)
    hold()
    await running
    expect(await owner.rows("select what from ops.check_state where name = 'one-of-two'")).toEqual([{ what: 'Run 2.' }])
  } finally {
    await first.stop()
    await second.stop()
  }
})

test('P49 P28 all that is due in a practice is looked at in one transaction; what throws, and what turned beside others, in its own', async () => {
  const finds: Record<string, Finding['state'] | 'throws'> = {
    'one-here': 'well',
    'two-here': 'well',
    'three-here': 'well',
  }
  const looks: Record<string, string[]> = {}
  const checks = Object.keys(finds).map((name): Check => {
    const here = { name: `transaction-${name}`, text: 'select pg_current_xact_id()::text as id' }
    return {
      name,
      title: name,
      of: 'practice',
      everySeconds: 60,
      async run({ within }) {
        const [row] = await within!.tx.run<{ id: string }>(here)
        looks[name] = [...(looks[name] ?? []), row!.id]
        const state = finds[name]!
        if (state === 'throws') await within!.tx.run({ name: 'no-such-table', text: 'select from nothing_of_ours' })
        return { state: state === 'well' ? 'well' : 'failing', what: `It is ${state}.` }
      },
    }
  })
  const own = node(checks)
  /** How many transactions kept something, and how many entries there are of it. */
  const looked = async () => {
    for (const name of Object.keys(looks)) delete looks[name]
    const before = await lastNumber(candour, owner, practice)
    await own.run()
    const entries = await entriesAfter(candour, owner, practice, before)
    const kept = Object.values(looks).map((ids) => ids.at(-1))
    const states = (await statesOf(own)).map(({ state }) => state)
    return { transactions: new Set(kept).size, entries: entries.map(({ verb }) => verb), states }
  }
  try {
    expect(await looked()).toEqual({ transactions: 1, entries: [], states: ['well', 'well', 'well'] })
    finds['two-here'] = 'failing'
    expect(await looked()).toEqual({
      transactions: 1,
      entries: ['check.change'],
      states: ['well', 'failing', 'well'],
    })
    Object.assign(finds, { 'one-here': 'throws', 'two-here': 'well', 'three-here': 'failing' })
    expect(await looked()).toEqual({
      transactions: 3,
      entries: ['check.change', 'check.change', 'check.change'],
      states: ['failing', 'well', 'failing'],
    })
    expect(await looked()).toEqual({ transactions: 2, entries: [], states: ['failing', 'well', 'failing'] })
  } finally {
    await own.stop()
  }
})

test('P49 where there are many practices, runner and reader go by the same longer rhythm, and one that stopped fails still', async () => {
  let runs = 0
  const check: Check = {
    name: 'in-turn',
    title: 'In turn',
    of: 'practice',
    everySeconds: 20,
    run: () => Promise.resolve({ state: 'well', what: `Run ${(runs += 1)}.` }),
  }
  const own = node([check])
  try {
    await own.run()
    const shown = async (minutes: number) => (await statesOf(own, minutes * 60_000))[0]
    expect(await shown(4)).toMatchObject({ state: 'failing', everySeconds: 20 })
    await owner.rows('set session_replication_role = replica')
    await owner.rows(`insert into candour.practice (practice, kind, trial_ends_at, practice_compartment, token_compartment, directory_compartment, sealed)
      select gen_random_uuid(), 'gp', now(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'fake' from generate_series(1, 999)`)
    expect(await shown(4)).toMatchObject({ state: 'well', everySeconds: 300, what: 'Run 1.' })
    expect(await shown(16)).toMatchObject({ state: 'failing', what: expect.stringMatching(/^It has not run since/) })
  } finally {
    await owner.rows(`delete from candour.practice where sealed = 'fake'`)
    await owner.rows('set session_replication_role = default')
    await own.stop()
  }
})

/** Checks of one rhythm, each of which finds what is said of it then. */
function finding(finds: Record<string, Finding['state']>, kind: Check['of'] = 'practice'): Check[] {
  let runs = 0
  return Object.keys(finds).map((name) => ({
    name,
    title: name,
    of: kind,
    everySeconds: 20,
    run: () => Promise.resolve({ state: finds[name]!, what: `Run ${(runs += 1)}.` }),
  }))
}

test('P49 a practice whose own row is altered hears of its checks all the same, and of each of them', async () => {
  const finds: Record<string, Finding['state']> = { first: 'well', second: 'well', third: 'well' }
  const own = node(finding(finds))
  const alter = () =>
    owner.rows(
      'update candour.practice set sealed = set_byte(sealed, 80, get_byte(sealed, 80) # 1) where practice = $1',
      [practice],
    )
  try {
    await own.run()
    await alter()
    finds['second'] = 'failing'
    await own.run()
    const shown = (await statesOf(own)).map(({ name, state, what }) => [name, state, what])
    expect(shown.map(([name, state]) => [name, state])).toEqual([
      ['first', 'well'],
      ['second', 'failing'],
      ['third', 'well'],
    ])
    // Each ran a second time, however often.
    for (const [, , what] of shown) expect(Number(/\d+/.exec(what!)![0])).toBeGreaterThan(3)
  } finally {
    await alter()
    await own.stop()
  }
})

test('P49 a check that says that it ran in the time to come is believed by nobody, and runs', async () => {
  const own = node(finding({ ahead: 'failing' }, 'installation'))
  try {
    await own.run()
    await owner.rows(
      "update ops.check_state set last_run_at = now() + interval '1 hour', state = 'well', what = 'Fine.' where name = 'ahead'",
    )
    expect(await statesOf(own)).toMatchObject([
      { state: 'failing', what: expect.stringMatching(/^It has not run since/) },
    ])
    await own.look()
    expect(await statesOf(own)).toMatchObject([{ state: 'failing', what: 'Run 2.' }])
  } finally {
    await own.stop()
  }
})

test('P49 P33 a state that was put to failing by hand does not keep a real failure from being told', async () => {
  const finds: Record<string, Finding['state']> = { believed: 'well' }
  const own = node(finding(finds))
  try {
    await own.run()
    await owner.rows("update candour.check_state set state = 'failing', since = '2020-01-01' where name = 'believed'")
    finds['believed'] = 'failing'
    const before = await lastNumber(candour, owner, practice)
    await own.run()
    expect((await entriesAfter(candour, owner, practice, before)).map(({ verb }) => verb)).toContain('check.change')
    const [shown] = await statesOf(own)
    expect([shown!.state, shown!.what]).toEqual(['failing', 'Run 2.'])
    expect(new Date(shown!.since!).getTime()).toBeGreaterThan(Date.now() - 60_000)
  } finally {
    await own.stop()
  }
})

test('B1 a new practice is looked at at once, and not at the next round', async () => {
  const { setInterval } = globalThis
  // No round comes.
  const spy = vi
    .spyOn(globalThis, 'setInterval')
    .mockImplementation(((act: () => void, ms: number) =>
      setInterval(ms === 5_000 ? () => undefined : act, ms)) as never)
  const watching = await startTestCandour({ watches: true }).finally(() => spy.mockRestore())
  try {
    const { browser } = await signUp(watching)
    const notRun = async () =>
      (await browser.call(checkRoutes.list, {})).checks
        .filter(({ of, lastRunAt }) => of === 'practice' && lastRunAt === null)
        .map(({ name }) => name)
    await expect.poll(notRun).toEqual([])
  } finally {
    await watching.stop()
  }
})
