/** A change that is sent twice happens once, and both get the same answer. */
import { AppError } from '../../server/src/platform/app-error.ts'
import { statement } from '../../server/src/platform/database/statement.ts'
import { digest } from '../../server/src/platform/vault/digest.ts'
import type { Call } from './call.ts'

const claim = statement<{ claimed: boolean }>(
  'twin-claim',
  `insert into public.idempotency (practice, member, key, route, request_hash) values ($1, $2, $3, $4, $5)
   on conflict do nothing returning true as claimed`,
)
const keep = statement(
  'twin-keep',
  'update public.idempotency set answer = $4 where practice = $1 and member = $2 and key = $3',
)
const read = statement<{ answer: string; request_hash: Buffer }>(
  'twin-kept',
  'select answer, request_hash from public.idempotency where practice = $1 and member = $2 and key = $3',
)

export async function claimKey({ tx, actor, body, request }: Call) {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string') return { kept: null, keep: () => undefined }
  const hash = digest(Buffer.from(JSON.stringify(body)))
  const whose = [tx.practice, actor.member, key]
  if ((await tx.run(claim, ...whose, request.routeOptions.url, hash)).length === 1)
    return {
      kept: null,
      keep: (answer: unknown) => tx.send(keep, [...whose, JSON.stringify(answer)]),
    }
  const row = (await tx.run(read, ...whose))[0]
  if (row?.request_hash.equals(hash) !== true) throw new AppError('request.repeated_differently')
  return { kept: JSON.parse(row.answer) as unknown, keep: () => undefined }
}
