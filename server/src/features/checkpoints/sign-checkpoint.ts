import { londonDay } from '@candour/contract/formatting.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { checkpointRoutes } from '@candour/contract/checkpoints.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Workspace } from '../../platform/database/workspace.ts'
import type { Call, Outcome, Within } from '../../platform/http/endpoint.ts'
import { globalTree } from '../../platform/ledger/global.store.ts'
import { toSign } from '../../platform/ledger/goes-on.ts'
import { lockPublished } from '../../platform/ledger/published.store.ts'
import { knowsOf, type Published, type PublishedFile } from '../../platform/ledger/published.ts'
import { checkpointText, openNote, originOf, signNote } from '../../platform/ledger/signing.ts'
import { readHead, tilesOf } from '../../platform/ledger/trees.store.ts'
import { rootOf } from '../../platform/ledger/tree.ts'
import { newId } from '../../platform/vault/ids.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { checkpoints } from './checkpoints.store.ts'

/** Of the installation: who signs, and what it signed. */
export interface LedgerParts {
  gate: Workspace
  published: PublishedFile
}

export interface SignedCheckpoint {
  size: number
  at: Date
  note: string
  installation: string
}

/** Younger, and of the tree as it is now: given to whoever asks, instead of another one. */
const freshMs = 60_000

/**
 * What was signed last, where that was within the minute and the tree has not grown since: on demand is what covers all that is there,
 * and the same said once more says nothing more. Null for anything that is not exactly as it was signed, here and apart
 * from the database: then it is for whoever signs to say what is wrong. Throws SealBroken where tree and tiles are not of one tree.
 */
async function freshOf({ tx, vault }: Within, { gate, published }: LedgerParts): Promise<SignedCheckpoint | null> {
  const { tree } = await readHead(tx, tx.practice)
  const newest = await checkpoints.newest(tx, tree.size)
  if (newest === null) return null
  const age = (await checkpoints.now(tx)).getTime() - newest.at.getTime()
  if (age < 0 || age >= freshMs) return null
  const signed = await globalTree.signed(gate)
  const { installation } = signed
  const all = await published.read()
  const state = { size: tree.size, root: rootOf(tree), at: newest.at }
  const known = all?.get(tx.practice)
  if (known === undefined || !knowsOf(all, signed) || !isSame(known, { tree: tx.practice, installation, ...state }))
    return null
  const origin = originOf(installation, tx.practice)
  const note = newest.note.toString()
  try {
    if (openNote(vault, origin, note) !== checkpointText(origin, state)) return null
  } catch (error) {
    if (error instanceof SealBroken) return null
    throw error
  }
  // Whatever was altered since is as little given as it is signed.
  await toSign(tree, known, tilesOf(tx, tx.practice), state.at, `Tree/${tx.practice}`)
  return { size: state.size, at: state.at, note, installation }
}

function isSame(one: Published, { installation, size, root, at }: Published): boolean {
  if (one.installation !== installation || one.size !== size) return false
  return one.root.equals(root) && one.at.getTime() === at.getTime()
}

/** Of the tree as it is now; where that was signed within the minute, nobody waits for anybody. Throws what `signTree` throws. */
export async function signedTree(within: Within, parts: LedgerParts): Promise<SignedCheckpoint> {
  return (await freshOf(within, parts)) ?? signTree(within, parts)
}

/**
 * Signs the practice's tree as it is committed now; no other node signs meanwhile. Throws SealBroken where it does not go on
 * from what was signed before, `ledger.behind` where the database is not the one that was signed.
 * @param day where it is the one of a day
 */
async function signTree(within: Within, parts: LedgerParts, day: string | null = null): Promise<SignedCheckpoint> {
  const { tx, vault } = within
  await lockPublished(tx)
  const signed = await globalTree.signed(parts.gate)
  const { installation } = signed
  const published = await parts.published.read()
  const before = published?.get(tx.practice) ?? null
  const [anchor] = await checkpoints.anchors(tx, installation, Number.MAX_SAFE_INTEGER, 1)
  if (!knowsOf(published, signed) || (anchor?.size ?? 0) > (before?.size ?? 0)) throw new AppError('ledger.behind')
  const { tree } = await readHead(tx, tx.practice)
  if (before !== null && (before.installation !== installation || before.size > tree.size))
    throw new AppError('ledger.behind')
  const now = await checkpoints.now(tx)
  const state = await toSign(tree, before, tilesOf(tx, tx.practice), now, `Tree/${tx.practice}`)
  const origin = originOf(installation, tx.practice)
  const note = signNote(vault, origin, checkpointText(origin, state))
  await parts.published.add([{ tree: tx.practice, installation, ...state }])
  await checkpoints.insert(tx, { id: newId(), size: state.size, at: state.at, note: Buffer.from(note), day })
  return { size: state.size, at: state.at, note, installation }
}

/** One now, for whoever asks. */
export function signCheckpoint(parts: LedgerParts) {
  return async (call: Call<unknown>): Promise<Outcome<OutputOf<typeof checkpointRoutes.sign>>> => {
    const { size, at, note } = await signedTree(call, parts)
    return { output: { size, at: at.toISOString(), note }, subjects: [], facts: { size } }
  }
}

/** The day's, unless it was signed already; null then. */
export async function signOfDay(within: Within, parts: LedgerParts): Promise<SignedCheckpoint | null> {
  await lockPublished(within.tx)
  const day = londonDay(await checkpoints.now(within.tx))
  return (await checkpoints.isThereOf(within.tx, day)) ? null : signTree(within, parts, day)
}
