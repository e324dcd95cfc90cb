import { globalTree } from '../../platform/ledger/global.store.ts'
import type { WitnessSetting } from '../../platform/config/witness-list.ts'
import { findCosignature, readWitnessKey } from '../../platform/vault/cosignature.ts'
import type { Check } from '../checks/check.ts'
import type { Witnesses } from './collect-cosignatures.ts'
import { witnessFinding } from './witness-finding.ts'

/** A checkpoint that is younger may still be on its way. */
const patienceMs = 10 * 60_000

/** By what stands under the newest checkpoint, whichever node asked; of a fork, by what this one was told. */
export const witnessCheck = (settings: readonly WitnessSetting[], witnesses: Witnesses): Check => ({
  name: 'witnesses',
  title: 'Each outside witness has signed the newest state of the ledger, and none has signed another one',
  of: 'installation',
  everySeconds: 60,
  async run({ database, now }) {
    const { note, signed_at: signedAt } = await globalTree.signed(database.gate)
    const states = witnesses.states()
    const signed = note?.toString() ?? null
    const isDue = signed !== null && signedAt !== null && now.getTime() - signedAt.getTime() > patienceMs
    return witnessFinding(
      states.map((state, place) => ({ ...state, isLate: isDue && !hasSigned(signed, settings[place]!) })),
    )
  },
})

function hasSigned(note: string, { vkey }: WitnessSetting): boolean {
  const end = note.lastIndexOf('\n\n')
  return findCosignature(readWitnessKey(vkey)!, note.slice(0, end + 1), note.slice(end + 2)) !== null
}
