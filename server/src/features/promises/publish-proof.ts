import type { promiseRoutes } from '@candour/contract/promises.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { mintRecoveryCode } from '../../platform/vault/tokens.ts'
import { showPractice } from '../practices/show-practice.ts'
import { keepPublication, openPublication } from './publication.ts'

/** An address that says whose page it is, and that nobody guesses: the practice's name, and 60 random bits. */
function addressOf(practice: string): string {
  const words = practice
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
  const secret = mintRecoveryCode().slice(0, 12).toLowerCase()
  return `${words === '' ? 'practice' : words}-${secret}`.replace(/^-/, '')
}

/** Published already, its address stays; what search engines may do is what was said last. */
export async function publishProof(
  call: Call<{ indexed: boolean }>,
): Promise<Outcome<OutputOf<typeof promiseRoutes.publish>>> {
  const { actor, now, input } = call
  const before = await openPublication(call)
  const name = before?.name ?? addressOf((await showPractice(call)).name)
  const { indexed } = input
  const at = now.toISOString()
  await keepPublication(call, { name, indexed, by: actor.member, at })
  return { output: { name, at, indexed }, subjects: [], facts: { indexed: indexed ? 'yes' : 'no' } }
}

/** The address opens nothing any more, and is never given again. Throws `proof.not_published`. */
export async function unpublishProof(call: Call<unknown>): Promise<Outcome<Record<string, never>>> {
  const before = await openPublication(call)
  if (before === null || before.name === null) throw new AppError('proof.not_published')
  await keepPublication(call, { name: null, indexed: false, by: call.actor.member, at: call.now.toISOString() })
  return { output: {}, subjects: [] }
}
