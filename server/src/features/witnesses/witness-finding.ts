import type { WitnessState } from './collect-cosignatures.ts'

export interface WitnessFinding {
  state: 'well' | 'failing'
  what: string
  facts: Record<string, number>
}

/** What the integrity check says of the witnesses: the worst first. */
export function witnessFinding(states: readonly WitnessState[]): WitnessFinding {
  const count = (is: (state: WitnessState) => boolean) => states.filter(is).length
  const forked = count(({ last }) => last === 'contradicted')
  const ahead = count(({ last }) => last === 'ahead')
  const late = count(({ isLate }) => isLate)
  const facts = { witnesses: states.length, forked, ahead, late }
  const failing = (what: string) => ({ state: 'failing' as const, what, facts })
  if (forked > 0)
    return failing(
      'A witness has signed another history of the ledger than the one that is here: it was forked or altered.',
    )
  if (ahead > 0)
    return failing(
      'A witness has signed more entries than are here: the ledger was set back, or somebody else signs with its key.',
    )
  if (states.length === 0)
    return { state: 'well', what: 'No witnesses are set: nobody outside signs what the ledger was.', facts }
  if (late > 0) return failing(`${late} of ${states.length} witnesses did not sign for a while.`)
  return { state: 'well', what: `All ${states.length} witnesses have signed.`, facts }
}
