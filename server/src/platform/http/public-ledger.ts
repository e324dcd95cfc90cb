/**
 * Promise: the tree of all practices is anybody's to fetch and to watch (C2SP tlog-tiles), and says nothing of any of them.
 * Nobody is known here, so nothing is entered, and no cookie is read or set.
 */
import type { FastifyInstance } from 'fastify'
import { AppError } from '../app-error.ts'
import type { Across } from '../database/workspace.ts'
import { globalLeaf } from '../ledger/anchor.ts'
import { globalTree } from '../ledger/global.store.ts'
import { openNote, originOf, verifierKey } from '../ledger/signing.ts'
import { readTilePath, tileWidth, widthAt } from '../ledger/tiles.ts'
import type { Signing } from '../vault/signing-key.ts'

/** A note is signed once a minute at most: whoever asks sooner is answered without the database. */
const rememberedMs = 2000

export function addPublicLedger(app: FastifyInstance, gate: Across, vault: Signing): void {
  const route = { method: 'GET', exposeHeadRoute: false } as const
  const plain = 'text/plain; charset=utf-8'
  let remembered: { note: Buffer; until: number } | null = null

  app.route({
    ...route,
    url: '/ledger/checkpoint',
    handler: async (_request, reply) => {
      if (remembered === null || performance.now() > remembered.until) {
        const { installation, note } = await globalTree.signed(gate)
        if (note === null) throw new AppError('checkpoint.none')
        openNote(vault, originOf(installation), note.toString())
        remembered = { note, until: performance.now() + rememberedMs }
      }
      return reply.type(plain).send(remembered.note)
    },
  })
  app.route({
    ...route,
    url: '/ledger/key',
    handler: async (_request, reply) => {
      const { installation } = await globalTree.signed(gate)
      return reply.type(plain).send(`${verifierKey(vault, originOf(installation))}\n`)
    },
  })
  app.route({
    ...route,
    url: '/ledger/tile/*',
    handler: async (request, reply) => {
      const { bytes, isFull } = await tileAt(gate, (request.params as Record<string, string>)['*']!)
      if (isFull) reply.header('cache-control', 'public, max-age=31536000, immutable')
      return reply.type('application/octet-stream').send(bytes)
    },
  })
}

/** What was signed, and nothing that is not signed yet. Throws `ledger.no_tile`. */
async function tileAt(gate: Across, path: string): Promise<{ bytes: Buffer; isFull: boolean }> {
  const match = /^(entries|[0-9]|[1-5][0-9]|6[0-3])\/(.+)$/.exec(path)
  const tile = match === null ? null : readTilePath(match[2]!)
  const level = match?.[1] === 'entries' ? 0 : Number(match?.[1])
  const { signed_size: size } = await globalTree.signed(gate)
  if (tile === null || widthAt(size ?? 0, level, tile.index) < tile.width) throw new AppError('ledger.no_tile')
  const isFull = tile.width === tileWidth
  if (match![1] !== 'entries') return { bytes: (await globalTree.tiles(gate)([{ level, ...tile }]))[0]!, isFull }
  const from = tile.index * tileWidth
  const hashes = await globalTree.leaves(gate, from, from + tile.width)
  const leaves = hashes.flatMap((hash) => {
    const leaf = globalLeaf(hash)
    const length = Buffer.alloc(2)
    length.writeUInt16BE(leaf.length)
    return [length, leaf]
  })
  return { bytes: Buffer.concat(leaves), isFull }
}
