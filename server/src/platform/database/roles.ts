/**
 * Promise: nobody works as the owner of the tables. Each role has the least that it needs; their passwords are random
 * and kept with the keys, apart from the data.
 */
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { OperatorError } from '../operator-error.ts'
import { mintToken } from '../vault/tokens.ts'

/** Roles that sign in. The two others, owner and ledger writer, own things and never sign in. */
export const loginRoles = ['application', 'gate', 'jobs', 'sequencer', 'operator'] as const
export type LoginRole = (typeof loginRoles)[number]

export const roleNames: Record<LoginRole, string> = {
  application: 'candour_app',
  gate: 'candour_gate',
  jobs: 'candour_jobs',
  sequencer: 'candour_sequencer',
  operator: 'candour_operator',
}

export type RolePasswords = Record<LoginRole, string>

/** Reads the passwords, or makes them at the first start (file mode 0600, synced before it is used). */
export async function keepRolePasswords(keysDirectory: string): Promise<RolePasswords> {
  const path = join(keysDirectory, 'database-roles.json')
  try {
    return JSON.parse(await readFile(path, 'utf8')) as RolePasswords
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const made = Object.fromEntries(loginRoles.map((role) => [role, mintToken().token])) as RolePasswords
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(JSON.stringify(made))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
  return made
}

/**
 * Makes the roles where they are missing and sets their passwords, unless all of them can sign in already: roles belong to
 * the whole server, and two databases of it must not alter them at once.
 */
export async function makeRoles(client: pg.Client, owner: pg.ClientConfig, passwords: RolePasswords): Promise<void> {
  const names = Object.values(roleNames)
  const { rows } = await client.query<{ there: number }>(
    'select count(*)::int as there from pg_roles where rolname = any($1)',
    [names],
  )
  if (rows[0]!.there === names.length && (await canSignIn(owner, passwords))) return refusePowerful(client)
  await client.query(`do $$ begin
    if not exists (select from pg_roles where rolname = 'candour_owner') then create role candour_owner nologin noinherit; end if;
    if not exists (select from pg_roles where rolname = 'candour_ledger_writer') then create role candour_ledger_writer nologin; end if;
  end $$`)
  // Passwords are base64url: nothing to escape.
  for (const role of loginRoles) {
    const password = passwords[role]
    if (!/^[\w-]{40,}$/.test(password))
      throw new Error(`the password of ${roleNames[role]} is not one that Candour made`)
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = '${roleNames[role]}') then create role ${roleNames[role]}; end if;
    end $$`)
    await client.query(`alter role ${roleNames[role]} login noinherit password '${password}'`)
  }
  await refusePowerful(client)
  // Migrations run as the owner; the gate may step into the application's role, never the other way round.
  await client.query('grant candour_owner to current_user')
  await client.query('grant candour_ledger_writer, candour_jobs to candour_owner')
  await client.query('grant candour_app to candour_gate')
}

async function canSignIn(owner: pg.ClientConfig, passwords: RolePasswords): Promise<boolean> {
  for (const role of loginRoles) {
    const client = new pg.Client({ ...owner, user: roleNames[role], password: passwords[role] })
    try {
      await client.connect()
    } catch (error) {
      // 28P01: wrong password; 28000: no such role.
      const { code } = error as { code?: string }
      if (code === '28P01' || code === '28000') return false
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
