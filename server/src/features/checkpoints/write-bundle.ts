import type { BytesInput, BytesOutcome, Call, Within } from '../../platform/http/endpoint.ts'
import { globalTree } from '../../platform/ledger/global.store.ts'
import { subjectsHash } from '../../platform/ledger/leaf.ts'
import { originOf, verifierKey } from '../../platform/ledger/signing.ts'
import { readHashes } from '../../platform/ledger/tiles.ts'
import { append, inclusionSpans, rootOf, type Frontier } from '../../platform/ledger/tree.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { nameMembers } from '../members/list-members.ts'
import { checkpoints, type AnchorRow, type LeafRow } from './checkpoints.store.ts'
import { insidePractice, type StreamParts } from './prove-entry.ts'
import { anchorText } from './read-checkpoints.ts'
import { leafOf } from './read-tile.ts'
import { signedTree } from './sign-checkpoint.ts'

const page = 1000

/**
 * `candour/bundle/1`: all that somebody needs who checks the practice's ledger without Candour, line by line, in constant
 * memory. A checkpoint is signed for it. Throws SealBroken, and ends there, at whatever is not as it was signed.
 * @param told how many of all entries are written
 */
export async function* writeBundle(
  call: Pick<Within, 'vault' | 'now'>,
  parts: StreamParts,
  practice: string,
  told: (done: number, of: number) => void = () => undefined,
): AsyncGenerator<string> {
  const inside = insidePractice(call, parts, practice)
  const all = await globalTree.signed(parts.gate)
  const within = all.signed_size ?? 0
  const { signed, names, anchors } = await inside(async (here) => {
    const signed = await signedTree(here, parts)
    const people = await nameMembers(here)
    const anchors = await checkpoints.anchorsOfDays(here.tx, signed.installation, signed.size, within)
    return { signed, anchors, names: Object.fromEntries([...people.values()].map(({ id, name }) => [id, name])) }
  })
  const { installation, size, note, at } = signed
  const origin = originOf(installation, practice)
  yield line({
    format: 'candour/bundle/1',
    origin,
    practice,
    made: at.toISOString().replace('.000Z', 'Z'),
    size,
    checkpoint: note,
    keys: [verifierKey(call.vault, origin), verifierKey(call.vault, originOf(installation))],
    witnesses: parts.witnesses,
    global: all.note?.toString() ?? null,
    names,
  })
  let tree: Frontier = { size: 0, hashes: [] }
  while (tree.size < size) {
    const rows = await inside(({ tx }) => checkpoints.leaves(tx, tree.size + 1, Math.min(size, tree.size + page)))
    if (rows.length !== Math.min(page, size - tree.size)) throw new SealBroken('payload', `Entry/${tree.size + 1}`)
    for (const row of rows) leafOf(row)
    tree = append(
      tree,
      rows.map((row) => row.leaf_hash),
    )
    yield rows.map((row) => line(entryOf(row))).join('')
    told(tree.size, size)
  }
  if (rootOf(tree).toString('base64') !== note.split('\n')[2]) throw new SealBroken('payload', `Tree/${practice}`)
  for (const row of anchors) yield line({ anchor: await anchorOf(parts, installation, practice, row, within) })
  yield line({ end: true, entries: size, anchors: anchors.length })
}

const line = (value: object) => `${JSON.stringify(value)}\n`

function entryOf(row: LeafRow) {
  return {
    nonce: row.nonce.toString('base64'),
    at: row.at.getTime(),
    actorKind: row.actor_kind,
    actor: row.actor,
    verb: row.verb,
    outcome: row.outcome,
    subjects: row.subjects.length,
    subjectsHash: subjectsHash(row.subjects).toString('base64'),
    detailHash: row.detail_hash.toString('base64'),
  }
}

async function anchorOf({ gate }: StreamParts, installation: string, practice: string, row: AnchorRow, within: number) {
  const proof = await readHashes(inclusionSpans(row.index, within), within, globalTree.tiles(gate))
  return {
    size: row.size,
    text: anchorText(installation, practice, row),
    nonce: row.nonce.toString('base64'),
    index: row.index,
    proof: proof.map((hash) => hash.toString('base64')),
  }
}

export function downloadBundle(parts: StreamParts) {
  return (call: Call<BytesInput>): Promise<BytesOutcome> => {
    const { practice } = call.tx
    return Promise.resolve({
      headers: {
        'content-type': 'application/x-ndjson; charset=utf-8',
        'content-disposition': `attachment; filename="ledger-${call.now.toISOString().slice(0, 10)}.ndjson"`,
        'cache-control': 'private, no-store',
      },
      body: () => writeBundle(call, parts, practice),
      subjects: [],
    })
  }
}
