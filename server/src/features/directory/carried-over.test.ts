import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { dropDatabase } from '../../platform/database/embedded/test-postgres.ts'
import { readMigrations } from '../../platform/database/migrate.ts'
import { newId } from '../../platform/vault/ids.ts'

const { home: _home, ...owner } = inject('postgres')
const database = `carried_over_${process.pid}`
let client: pg.Client
beforeAll(async () => {
  const first = new pg.Client(owner)
  await first.connect()
  await first.query(`create database ${database}`)
  await first.end()
  client = new pg.Client({ ...owner, database })
  await client.connect()
  await client.query(`grant create, connect on database ${database} to candour_owner`)
})
afterAll(async () => {
  await client.end()
  await dropDatabase(owner, database)
})

async function migrate(wanted: (number: number) => boolean): Promise<void> {
  await client.query('set role candour_owner')
  for (const { number, sql } of await readMigrations()) if (wanted(number)) await client.query(sql)
  await client.query('reset role')
}

test('rows of the version before are carried over under the key that they were sealed with, and it may still write', async () => {
  await migrate((number) => number < 3)
  const practices = [1, 2].map(() => ({ practice: newId(), key: newId(), patients: [newId(), newId()] }))
  const insertRow = (practice: string, patient: string) =>
    client.query('insert into candour.directory (practice, patient, revision, sealed) values ($1, $2, 1, $3)', [
      practice,
      patient,
      Buffer.from('sealed'),
    ])
  for (const { practice, key, patients } of practices) {
    await client.query('begin')
    const sealed = Buffer.from('sealed')
    await client.query(
      `insert into candour.practice (practice, kind, trial_ends_at, practice_compartment, token_compartment, directory_compartment, sealed)
       values ($1, 'gp', now(), $2, $2, $2, $3)`,
      [practice, key, sealed],
    )
    for (const compartment of [key, ...patients])
      await client.query(
        `insert into candour.compartment (practice, compartment, kind, practice_key_version, wrapped) values ($1, $2, 'index', 1, $3)`,
        [practice, compartment, sealed],
      )
    await insertRow(practice, patients[0]!)
    await client.query('commit')
  }
  await migrate((number) => number === 3)
  for (const { practice, patients } of practices) {
    await client.query('begin')
    await client.query("select set_config('candour.practice', $1, true)", [practice])
    await insertRow(practice, patients[1]!)
    await client.query('commit')
  }
  const { rows } = await client.query(
    'select practice, patient, index_key, gone from candour.directory order by patient',
  )
  const expected = practices.flatMap(({ practice, key, patients }) =>
    patients.map((patient) => ({ practice, patient, index_key: key, gone: false })),
  )
  expect(rows).toEqual(expected.toSorted((a, b) => (a.patient < b.patient ? -1 : 1)))
  const { rows: forced } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'candour'::regnamespace and relkind = 'r' and not relforcerowsecurity`,
  )
  expect(forced).toEqual([])
})
