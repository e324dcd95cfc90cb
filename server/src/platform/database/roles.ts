/** Promise: nobody works as the owner of the tables. Each role has the least that it needs. */
import pg from 'pg'
import { OperatorError } from '../operator-error.ts'
import { scramVerifier } from '../vault/scram-verifier.ts'
import {
  credentialsOf,
  loginRoles,
  roleNames,
  signInName,
  type Door,
  type RoleFile,
  type RolePasswords,
} from './role-file.ts'

/**
 * Makes the roles where they are missing and sets their passwords, unless all of them can sign in already: roles belong to
 * the whole server, and two databases of it must not alter them at once.
 */
export async function makeRoles(client: pg.Client, owner: pg.ClientConfig, file: RoleFile): Promise<void> {
  const names = loginRoles.flatMap((role) => [signInName(role, 'a'), signInName(role, 'b')])
  const { rows } = await client.query<{ there: number }>(
    'select count(*)::int as there from pg_roles where rolname = any($1)',
    [names],
  )
  if (rows[0]!.there === names.length && (await canSignIn(owner, file))) return refusePowerful(client)
  await client.query(`do $$ begin
    if not exists (select from pg_roles where rolname = 'candour_owner') then create role candour_owner nologin noinherit; end if;
    if not exists (select from pg_roles where rolname = 'candour_ledger_writer') then create role candour_ledger_writer nologin; end if;
  end $$`)
  for (const name of names)
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = '${name}') then create role ${name} login noinherit; end if;
    end $$`)
  await setPasswords(client, file.door, file.passwords)
  await refusePowerful(client)
  for (const role of loginRoles) await client.query(`grant ${roleNames[role]} to ${signInName(role, 'b')}`)
  // Migrations run as the owner; the gate may step into the application's role, never the other way round.
  await client.query('grant candour_owner to current_user')
  await client.query('grant candour_ledger_writer, candour_jobs to candour_owner')
  await client.query('grant candour_app to candour_gate')
}

/** Whoever comes by that door needs these from now on; null: nobody comes by it. Connections that are open stay open. */
export async function setPasswords(client: pg.Client, door: Door, passwords: RolePasswords | null): Promise<void> {
  await client.query('begin')
  try {
    for (const role of loginRoles) {
      const name = signInName(role, door)
      if (passwords !== null && !/^[\w-]{40,}$/.test(passwords[role]))
        throw new Error(`the password of ${name} is not one that Candour made`)
      // A verifier is base64 with $ and ':': nothing to escape.
      const secret = passwords === null ? 'null' : `'${scramVerifier(passwords[role])}'`
      await client.query(`alter role ${name} login noinherit password ${secret}`)
    }
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

/** Whether each of them gets in by the file's door, with the file's passwords. */
export async function canSignIn(owner: pg.ClientConfig, file: RoleFile): Promise<boolean> {
  for (const role of loginRoles) {
    const { role: options, ...credentials } = credentialsOf(role, file)
    const client = new pg.Client({ ...owner, ...credentials, options })
    try {
      await client.connect()
    } catch (error) {
      // 28P01: wrong password; 28000: no such role; 42501, 22023: it may not step into its role.
      const { code } = error as { code?: string }
      if (code !== undefined && ['28P01', '28000', '42501', '22023'].includes(code)) return false
      throw error
    } finally {
      await client.end()
    }
  }
  return true
}

/** A new role has none of these. Taking them from one that is there needs a superuser, which the owner need not be. */
async function refusePowerful(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select rolname as name from pg_roles
     where rolname like 'candour\\_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`,
  )
  const [powerful] = rows
  if (powerful === undefined) return
  throw new OperatorError(
    `The database role ${powerful.name} can do more than it should. As a superuser: ` +
      `alter role ${powerful.name} nosuperuser nobypassrls nocreaterole nocreatedb noreplication`,
  )
}
