/** Sessions as time would leave them: a row changed and bound again, as if Candour had written it so. */
import { bindSession, boundColumns, type BoundSession } from '../src/platform/access/bound-session.ts'
import type { Vault } from '../src/platform/vault/vault.ts'

type Rows = <Row>(text: string, values?: unknown[]) => Promise<Row[]>

/** @param set for example `ends_at = now()`, of all sessions of a member */
export async function changeSessions(rows: Rows, vault: Pick<Vault, 'bind'>, member: string, set: string) {
  const changed = await rows<BoundSession>(
    `update gate.session s set ${set} where member = $1 returning ${boundColumns}`,
    [member],
  )
  for (const row of changed)
    await rows('update gate.session set bound = $2 where session = $1', [row.session, bindSession(vault, row)])
}
