import type { PublishedProof } from '@candour/contract/promises.ts'
import { AppError } from '../../platform/app-error.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import { dayOf } from '../evidence/day-of.ts'
import { hashToken } from '../../platform/vault/tokens.ts'
import { showPractice } from '../practices/show-practice.ts'
import { findHere, stateHere } from './find-states.ts'
import { openPublication } from './publication.ts'
import { publications } from './promises.store.ts'
import { promiseGroups } from './registry/registry.ts'
import { countStates, isCounted, type ProofParts } from './count-states.ts'

/** As long may an answer be given again without looking: strangers can't make the checks run. */
const secondsKept = 60
const mostKept = 1000

/**
 * What strangers see: states and days as they are now, and no word of why. Throws `proof.not_published`, the same for every
 * address that opens nothing.
 */
export function readPublished({ live, version }: ProofParts) {
  const kept = new Map<string, { until: number; output: PublishedProof }>()
  return async (call: PublicCall<{ name: string }>): Promise<{ output: PublishedProof; cacheSeconds: number }> => {
    const { name } = call.input
    if (!/^[a-z0-9-]{14,100}$/.test(name)) throw new AppError('proof.not_published')
    return call.atGate(async (gate) => {
      const practice = await publications.practiceOf(gate, hashToken(name))
      if (practice === null) throw new AppError('proof.not_published')
      const tx = gate.within(practice)
      const { vault, now } = call
      const within = { tx, vault, keys: await call.keysOf(tx), now }
      const published = await openPublication(within)
      if (published?.name !== name) throw new AppError('proof.not_published')
      const known = kept.get(name)
      if (known !== undefined && known.until > now.getTime() && known.output.indexed === published.indexed)
        return { output: known.output, cacheSeconds: secondsKept }
      const here = await findHere(within, live)
      const groups = promiseGroups.map((group) => ({
        name: group.name,
        promises: group.promises.map((promised) => {
          const { state, since } = stateHere(promised, here)
          return { id: promised.id, sentence: promised.sentence, state, since: since === null ? null : dayOf(since) }
        }),
      }))
      const all = groups.flatMap(({ promises }) => promises)
      const counts = countStates(all)
      const { name: title, town } = await showPractice(within)
      const output: PublishedProof = {
        practice: title,
        town,
        at: now.toISOString(),
        version,
        kept: counts.kept,
        of: all.filter(({ id }) => isCounted(id)).length,
        counts,
        groups,
        indexed: published.indexed,
      }
      kept.delete(name)
      kept.set(name, { until: now.getTime() + secondsKept * 1000, output })
      if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
      return { output, cacheSeconds: secondsKept }
    })
  }
}
