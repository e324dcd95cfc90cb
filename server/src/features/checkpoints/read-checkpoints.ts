import type { CheckpointPage, checkpointRoutes } from '@candour/contract/checkpoints.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { BytesInput, BytesOutcome, Call, Outcome } from '../../platform/http/endpoint.ts'
import { globalTree } from '../../platform/ledger/global.store.ts'
import { checkpointText, openNote, originOf, verifierKey } from '../../platform/ledger/signing.ts'
import { readHead } from '../../platform/ledger/trees.store.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { checkpoints, type AnchorRow } from './checkpoints.store.ts'
import { openMail } from './mailed-to.ts'
import type { LedgerParts } from './sign-checkpoint.ts'

/** What the page shows. SealBroken where a note or the addresses were altered (P33). */
export async function showCheckpoints(
  call: Call<unknown>,
  { gate }: Pick<LedgerParts, 'gate'>,
): Promise<CheckpointPage> {
  const { tx, vault, actor } = call
  const { installation } = await globalTree.signed(gate)
  const origin = originOf(installation, tx.practice)
  const [{ size }, newest, mail] = await Promise.all([
    readHead(tx, tx.practice),
    checkpoints.newest(tx),
    openMail(call),
  ])
  if (newest !== null) openOwnNote(call, newest.note)
  return {
    entries: size,
    newest: newest && { size: newest.size, at: newest.at.toISOString(), note: newest.note.toString() },
    key: verifierKey(vault, origin),
    mailedTo: mail.mailedTo,
    revision: mail.revision,
    mayChange: actor.can.has('rules.change'),
  }
}

/** After a database was put back the ledger has another name, and an older note still the one before. */
function openOwnNote({ tx, vault }: Pick<Call<unknown>, 'tx' | 'vault'>, bytes: Buffer): string {
  const note = bytes.toString()
  const origin = note.split('\n', 1)[0]!
  if (!origin.endsWith(`/${tx.practice}`)) throw new SealBroken('payload', `Note/${tx.practice}`)
  openNote(vault, origin, note)
  return note
}

export function readCheckpoints(parts: LedgerParts) {
  return async (call: Call<unknown>): Promise<Outcome<CheckpointPage>> => ({
    output: await showCheckpoints(call, parts),
    subjects: [],
  })
}

/** The newest note as it was signed. Throws `checkpoint.none`. */
export async function readNewest(call: Call<BytesInput>): Promise<BytesOutcome> {
  const newest = await checkpoints.newest(call.tx)
  if (newest === null) throw new AppError('checkpoint.none')
  return plain(openOwnNote(call, newest.note))
}

export function readKey(parts: LedgerParts) {
  return async ({ tx, vault }: Call<BytesInput>): Promise<BytesOutcome> => {
    const { installation } = await globalTree.signed(parts.gate)
    const origins = [originOf(installation, tx.practice), originOf(installation)]
    return plain(origins.map((origin) => `${verifierKey(vault, origin)}\n`).join(''))
  }
}

function plain(text: string): BytesOutcome {
  return { headers: { 'content-type': 'text/plain; charset=utf-8' }, body: Buffer.from(text), subjects: [] }
}

const page = 200

export function listAnchors(parts: LedgerParts) {
  return async (
    call: Call<{ before?: number | undefined }>,
  ): Promise<Outcome<OutputOf<typeof checkpointRoutes.anchors>>> => {
    const { tx, input } = call
    const { installation } = await globalTree.signed(parts.gate)
    const rows = await checkpoints.anchors(tx, installation, input.before ?? Number.MAX_SAFE_INTEGER, page + 1)
    const shown = rows.slice(0, page)
    const anchors = shown.map((row) => ({
      size: row.size,
      root: row.root.toString('base64'),
      text: anchorText(installation, tx.practice, row),
      nonce: row.nonce.toString('base64'),
      index: row.index,
    }))
    return { output: { anchors, before: rows.length > page ? shown.at(-1)!.size : null }, subjects: [] }
  }
}

/** The text of the practice's checkpoint, which is hashed into the tree of all. */
export function anchorText(installation: string, practice: string, row: AnchorRow): string {
  return checkpointText(originOf(installation, practice), row)
}
