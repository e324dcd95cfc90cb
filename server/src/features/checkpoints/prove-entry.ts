import { AppError } from '../../platform/app-error.ts'
import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { Transactions } from '../../platform/database/transaction.ts'
import type { BytesInput, BytesOutcome, Call, Within } from '../../platform/http/endpoint.ts'
import { globalTree } from '../../platform/ledger/global.store.ts'
import { openNote, originOf, verifierKey } from '../../platform/ledger/signing.ts'
import { readHashes } from '../../platform/ledger/tiles.ts'
import { hashLeaf, inclusionSpans, isIncluded } from '../../platform/ledger/tree.ts'
import { readHead, tilesOf } from '../../platform/ledger/trees.store.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { checkpoints } from './checkpoints.store.ts'
import { leafOf } from './read-tile.ts'
import { signedTree, type LedgerParts } from './sign-checkpoint.ts'

/** With what an answer goes on after its entry is durable, in transactions of its own. */
export interface StreamParts extends LedgerParts {
  inPractice: Transactions['inPractice']
  /** The verifier keys of those who sign the tree of all as well. */
  witnesses: readonly string[]
  keysOf: PracticeKeySource
}

/** Candour's own, while it signs for whoever asked. */
export function insidePractice(call: Pick<Within, 'vault' | 'now'>, parts: StreamParts, practice: string) {
  return <T>(act: (within: Within) => Promise<T>): Promise<T> =>
    parts.inPractice(practice, async (tx) => {
      tx.asker = { kind: 'candour' }
      return act({ tx, vault: call.vault, keys: await parts.keysOf(tx), now: call.now })
    })
}

/** `candour/proof/1`: that an entry is in the tree, by the newest checkpoint that covers it, or one signed now. Throws `entry.not_found`. */
export function proveEntry(parts: StreamParts) {
  return async (call: Call<BytesInput>): Promise<BytesOutcome> => {
    const { tx } = call
    const asked = call.input.parameters['number']!
    const number = /^[1-9]\d{0,14}$/.test(asked) ? Number(asked) : null
    const { tree } = await readHead(tx, tx.practice)
    if (number === null || number > tree.size) throw new AppError('entry.not_found')
    const { practice } = tx
    return {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="entry-${number}.proof.json"`,
        'cache-control': 'private, no-store',
      },
      async *body() {
        yield await insidePractice(call, parts, practice)((within) => proofOf(within, parts, number))
      },
      subjects: [],
    }
  }
}

async function proofOf(within: Within, parts: StreamParts, number: number): Promise<string> {
  const { tx, vault } = within
  const { installation } = await globalTree.signed(parts.gate)
  const origin = originOf(installation, tx.practice)
  const there = await checkpoints.newest(tx, number)
  const isOurs = there !== null && there.note.toString().startsWith(`${origin}\n`)
  const { size, note } = isOurs ? { size: there.size, note: there.note.toString() } : await signedTree(within, parts)
  const [, , root] = openNote(vault, origin, note).split('\n')
  const [row] = await checkpoints.leaves(tx, number, number)
  if (row === undefined) throw new SealBroken('payload', `Entry/${number}`)
  const leaf = leafOf(row)
  const proof = await readHashes(inclusionSpans(number - 1, size), size, tilesOf(tx, tx.practice))
  if (!isIncluded(hashLeaf(leaf), number - 1, size, proof, Buffer.from(root!, 'base64')))
    throw new SealBroken('payload', `Entry/${number}`)
  const told = {
    format: 'candour/proof/1',
    origin,
    number,
    leaf: leaf.toString('base64'),
    proof: proof.map((hash) => hash.toString('base64')),
    checkpoint: note,
    keys: [verifierKey(vault, origin)],
  }
  return `${JSON.stringify(told)}\n`
}
