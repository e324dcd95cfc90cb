import type { promiseRoutes, Visit } from '@candour/contract/promises.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { BytesInput, BytesOutcome, Call, Outcome } from '../../platform/http/endpoint.ts'
import { isOwnId, newId } from '../../platform/vault/ids.ts'
import { openBlob } from '../files/loose-blob.ts'
import { packContent, type PackParts } from './pack-content.ts'
import { keepPack, openPack } from './packs.ts'
import { packRows } from './promises.store.ts'
import { writePack } from './write-pack.ts'

const hoursKept = 1

/** Keeps how everything stands now, with who asked for it and why; the bytes are made when they are fetched. */
export const makePack =
  (parts: PackParts) =>
  async (call: Call<{ visit: Visit; reason: string }>): Promise<Outcome<OutputOf<typeof promiseRoutes.pack>>> => {
    const { actor, now, input } = call
    const { visit, reason } = input
    const id = newId()
    const made = await packContent(call, parts)
    await keepPack(call, id, { by: actor.member, at: now.toISOString(), visit, reason, ...made })
    return { output: { id, contentUrl: `/api/packs/${id}/content` }, subjects: [], reason, facts: { visit } }
  }

/**
 * The pack as a ZIP: what was kept, printed too, with the filed evidence and a signed list of hashes. Within the hour, for who made
 * it. Throws `pack.not_found`; SealBroken for what was altered.
 */
export const downloadPack =
  ({ signing }: PackParts) =>
  async (call: Call<BytesInput>): Promise<BytesOutcome> => {
    const id = call.input.parameters['id']!
    const row = isOwnId(id) ? await packRows.read(call.tx, id) : null
    if (row === null) throw new AppError('pack.not_found')
    const { by, at, content, files } = openPack(call, row)
    const isOver = call.now.getTime() - Date.parse(at) > hoursKept * 3_600_000
    if (by !== call.actor.member || isOver) throw new AppError('pack.not_found')
    const { blobs } = call
    const opened = await Promise.all(
      files.map(async ({ blob, member, sha256 }) => {
        const found = await openBlob(call, blob)
        if (found === null) throw new AppError('pack.not_found')
        return { member, sha256, read: () => found.read(blobs) }
      }),
    )
    const origin = await signing.originOf(call.tx.practice)
    return {
      headers: {
        'content-type': 'application/zip',
        'content-disposition': `attachment; filename="candour-evidence-${at.slice(0, 10)}.zip"`,
        'cache-control': 'private, no-store',
      },
      body: () => writePack(content, opened, (text) => signing.signNote(origin, text), origin),
      subjects: [],
    }
  }
