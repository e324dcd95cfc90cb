/** Opens a practice and signs its first member in. Not measured. */
import { statement } from '../../server/src/platform/database/statement.ts'
import type { Workspace } from '../../server/src/platform/database/workspace.ts'
import { csrfTokenOf } from '../../server/src/platform/access/authenticate.ts'
import { newId } from '../../server/src/platform/vault/ids.ts'
import { mintToken } from '../../server/src/platform/vault/tokens.ts'

const practices = statement(
  'twin-add-practice',
  `insert into public.practice (practice, kind, name, town) values ($1, 'gp', 'One', 'Bristol')`,
)
const members = statement(
  'twin-add-member',
  `insert into public.member values ($1, $2, $3, 4, 'approved', 'Imogen Thrale', 'Doctor')`,
)
const sessions = statement(
  'twin-add-session',
  'insert into public.session (token_hash, session, account, practice, member) values ($1, $2, $3, $4, $5)',
)

export async function signUp(own: Workspace) {
  const [practice, member, account] = [newId(), newId(), newId()]
  const { token, hash } = mintToken()
  await own.run(practices, practice)
  await own.run(members, practice, member, account)
  await own.run(sessions, hash, newId(), account, practice, member)
  return { practice, member, cookie: `candour=${token}`, csrf: csrfTokenOf(token) }
}
