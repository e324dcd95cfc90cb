import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestPostgres, type TestPostgres } from './embedded/test-postgres.ts'
import { ownerNow, replaceOwnerPassword, settleOwnerPassword } from './embedded/owner-password.ts'
import { migrate } from './migrate.ts'
import { credentialsOf, keepRoleFile, readRoleFile, writeRoleFile, type RoleFile } from './role-file.ts'
import { doorStaysOpen, rotateRoles } from './rotate-roles.ts'
import { aloneAtKeys } from './rotation-lock.ts'

/** A server of its own: roles belong to a whole server, and other tests work on the other one. */
let postgres: TestPostgres
let keys: string
let time = Date.now()

beforeAll(async () => {
  postgres = await startTestPostgres()
  keys = await mkdtemp(join(tmpdir(), 'candour-roles-'))
  await migrate(postgres.connection, keepRoleFile(keys))
}, 60_000)
afterAll(async () => {
  await postgres.stop()
  await rm(keys, { recursive: true, force: true })
})

/** Undefined when it gets in as the application, else the SQLSTATE. */
async function refusal(file: RoleFile): Promise<string | undefined> {
  const { user, password, role: options } = credentialsOf('application', file)
  const client = new pg.Client({ ...postgres.connection, user, password, options })
  try {
    await client.connect()
    const { rows } = await client.query<{ now: string; by: string }>('select current_user as now, session_user as by')
    expect(rows[0]).toEqual({ now: 'candour_app', by: user })
    return undefined
  } catch (error) {
    return (error as { code?: string }).code
  } finally {
    await client.end().catch(() => undefined)
  }
}

const rotate = (isDue: boolean, after?: (step: string) => void) =>
  rotateRoles(postgres.connection, {
    keysDirectory: keys,
    now: new Date(time),
    isDue: () => isDue,
    ...(after && { after }),
  })

test('P24 new passwords work at the other door, the ones before for an hour more, and then nobody comes by it', async () => {
  const before = readRoleFile(keys)
  expect(await rotate(false)).toBeNull()
  expect(await rotate(true)).toBe('replaced')
  const now = readRoleFile(keys)
  expect([before.door, now.door]).toEqual(['a', 'b'])
  expect(await Promise.all([refusal(before), refusal(now)])).toEqual([undefined, undefined])
  // Within the hour it is not replaced again, even if asked: somebody may be on the way by the old door.
  expect(await rotate(true)).toBeNull()
  time += doorStaysOpen
  const { user, password, role: options } = credentialsOf('gate', before)
  const late = new pg.Client({ ...postgres.connection, user, password, options })
  const putOut = new Promise((resolve) => late.on('error', resolve))
  await late.connect()
  expect(await rotate(false)).toBe('closed')
  expect(await putOut).toBeInstanceOf(Error)
  expect(await Promise.all([refusal(before), refusal(now)])).toEqual(['28P01', undefined])
})

test('P24 killed after any step, what the file says gets in, and the next one ends what was begun', async () => {
  for (const step of ['minted', 'set', 'tried', 'told', 'closed']) {
    time += doorStaysOpen
    await rotate(false)
    if (step === 'closed') {
      await rotate(true)
      time += doorStaysOpen
    }
    const before = readRoleFile(keys)
    const kill = (now: string) => {
      if (now === step) throw new Error('killed')
    }
    await expect(rotate(step !== 'closed', kill)).rejects.toThrow('killed')
    expect([step, await refusal(readRoleFile(keys))]).toEqual([step, undefined])
    // As at the next start.
    await migrate(postgres.connection, keepRoleFile(keys))
    expect([step, await refusal(readRoleFile(keys))]).toEqual([step, undefined])
    await rotate(false)
    const after = readRoleFile(keys)
    expect([step, after.coming, await refusal(after)]).toEqual([step, undefined, undefined])
    expect([step, after.door === before.door]).toEqual([step, step === 'closed'])
  }
})

test('P24 a file from before there were two doors is understood, and its passwords are replaced when they are old', async () => {
  time += doorStaysOpen
  await rotate(false)
  if (readRoleFile(keys).door === 'b') {
    await rotate(true)
    time += doorStaysOpen
    await rotate(false)
  }
  const { passwords } = readRoleFile(keys)
  writeRoleFile(keys, passwords as unknown as RoleFile)
  expect(readRoleFile(keys)).toMatchObject({ door: 'a', passwords })
  expect(await rotate(true)).toBe('replaced')
  expect(await refusal(readRoleFile(keys))).toBeUndefined()
})

test('P24 the second name of a role may nothing but step into it', async () => {
  const file = { ...readRoleFile(keys) }
  const { user, password } = credentialsOf('jobs', { ...file, door: file.door })
  expect(user).toBe('candour_jobs_b')
  const client = new pg.Client({ ...postgres.connection, user, password })
  await client.connect()
  const attempts = ['select practice from candour.job', 'set role candour_app', 'set role candour_owner']
  for (const text of attempts)
    expect([text, await client.query(text).catch((error: { code: string }) => error.code)]).toEqual([text, '42501'])
  await client.query('set role candour_jobs')
  expect((await client.query('select practice, job from candour.job')).rows).toEqual([])
  await client.end()
})

test('P24 no statement holds a password: PostgreSQL is told verifiers, and keeps nothing else', async () => {
  const client = new pg.Client(postgres.connection)
  await client.connect()
  const { rows } = await client.query<{ secret: string }>(
    "select rolpassword as secret from pg_authid where rolname like 'candour\\_%' and rolpassword is not null",
  )
  expect(rows.length).toBeGreaterThanOrEqual(5)
  for (const { secret } of rows) expect(secret).toMatch(/^SCRAM-SHA-256\$4096:/)
  await client.end()
})

test('P24 one at a time: who comes second is told so', async () => {
  const second = await aloneAtKeys(postgres.connection, () => aloneAtKeys(postgres.connection, async () => 'both'))
  expect(second).toBeNull()
  expect(await aloneAtKeys(postgres.connection, async () => 'alone')).toBe('alone')
})

test('P24 the embedded database’s owner gets another password; killed in between, the right one is found', async () => {
  const file = join(postgres.home, 'keys', 'database-owner')
  const owner = () => ownerNow(postgres.connection, file)
  const getsIn = async (password: string) => {
    const client = new pg.Client({ ...postgres.connection, password })
    return client.connect().then(
      () => client.end().then(() => true),
      () => false,
    )
  }
  for (const step of ['minted', 'set', 'never']) {
    const before = owner().password
    const kill = (now: string) => {
      if (now === step) throw new Error('killed')
    }
    await replaceOwnerPassword(owner(), file, kill).catch(() => undefined)
    const settled = await settleOwnerPassword(owner(), file)
    expect([step, await getsIn(settled)]).toEqual([step, true])
    expect([step, readFileSync(file, 'utf8').trim()]).toEqual([step, settled])
    expect([step, settled === before]).toEqual([step, step === 'minted'])
  }
})
