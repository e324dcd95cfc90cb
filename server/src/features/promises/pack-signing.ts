import { globalTree } from '../../platform/ledger/global.store.ts'
import { originOf, signNote, verifierKey } from '../../platform/ledger/signing.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { signedTree, type LedgerParts } from '../checkpoints/sign-checkpoint.ts'
import type { PackSigning } from './pack-content.ts'

/** A pack is signed as the practice's ledger is, and holds a checkpoint of it from that moment. */
export function packSigning(vault: Vault, parts: LedgerParts): PackSigning {
  return {
    async originOf(practice) {
      return originOf((await globalTree.signed(parts.gate)).installation, practice)
    },
    keyOf: (origin) => verifierKey(vault, origin),
    signNote: (origin, text) => signNote(vault, origin, text),
    checkpointOf: async (call) => (await signedTree(call, parts)).note,
  }
}
