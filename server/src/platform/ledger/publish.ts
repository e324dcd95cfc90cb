/**
 * Promise: every minute each practice that grew is anchored in the tree of all, by a hash that says nothing to anybody else,
 * and that tree is signed. Only whoever holds the sequencer's lease does it; its fence stops one that lost it. What is signed
 * was committed before, goes on from what was signed before, and is noted apart from the database first.
 */
import type { Across, Workspace } from '../database/workspace.ts'
import { digest } from '../vault/digest.ts'
import { SealBroken } from '../vault/vault-errors.ts'
import { randomPublicBytes } from '../vault/random.ts'
import type { Signing } from '../vault/signing-key.ts'
import { globalLeaf } from './anchor.ts'
import { globalTree, type Anchored } from './global.store.ts'
import { notBefore, toSign } from './goes-on.ts'
import { lockPublished } from './published.store.ts'
import { knowsOf, treeOfAll, type Published, type PublishedFile } from './published.ts'
import { FenceLost } from './sequencer.ts'
import { checkpointText, originOf, signNote } from './signing.ts'
import { tileWidth } from './tiles.ts'
import { thoseThatFit } from './those-that-fit.ts'
import { append, hashLeaf, rootOf, type Frontier } from './tree.ts'

export interface Publishing {
  workspace: Workspace
  vault: Signing
  published: PublishedFile
}

/** Practices at a time: their tiles are in memory together. */
const page = 100
/** Without anything new the tree of all is signed again after that. */
const signedAgainMs = 3_600_000

interface Round {
  /** How many practices were anchored. */
  anchored: number
  /** Practices whose trees do not go on from what was signed of them. */
  broken: string[]
  /** Null where nothing is new. */
  signed: { note: string; size: number } | null
}

/**
 * Throws FenceLost, and SealBroken where the tree of all does not go on from what was signed of it, or the file does not know of
 * all that was signed.
 */
export async function publishRound(parts: Publishing, fence: number): Promise<Round> {
  const broken: string[] = []
  let anchored = 0
  for (let more = true; more;) {
    const done = await anchorPage(parts, fence, broken)
    anchored += done.anchored
    broken.push(...done.broken)
    more = done.anchored + done.broken.length === page
  }
  return { anchored, broken, signed: await signTreeOfAll(parts, fence) }
}

async function holdFor(across: Across, file: PublishedFile, fence: number) {
  const row = await globalTree.hold(across)
  if (row.fence > fence) throw new FenceLost('another sequencer has taken over')
  await lockPublished(across)
  const published = (await file.read()) ?? new Map<string, Published>()
  // What is added to a file that lost its lines would look like all that ever was signed.
  if (!knowsOf(published, row)) throw new SealBroken('payload', 'Tree/global')
  return { ...row, before: published }
}

async function anchorPage({ workspace, published }: Publishing, fence: number, without: string[]) {
  return workspace.together(async (across) => {
    const { frontier, installation, now, before } = await holdFor(across, published, fence)
    const tree = frontier()
    const grown = await globalTree.grown(across, installation, without, page)
    if (grown.length === 0) return { anchored: 0, broken: [] }
    if (grown.some(({ practice, anchored }) => anchored > (before.get(practice)?.size ?? 0)))
      throw new SealBroken('payload', 'Tree/global')
    const fitting = await thoseThatFit(across, grown, before)
    const states = fitting.map(({ practice, tree: { size, hashes } }) => ({
      tree: practice,
      installation,
      size,
      root: rootOf({ hashes }),
      at: notBefore(now, before.get(practice) ?? null),
    }))
    // One time for all of a page: the latest, so that no practice's goes back.
    const at = new Date(Math.max(...states.map((state) => state.at.getTime())))
    const anchored = states.map(({ tree: practice, size, root }, place): Anchored => {
      return { practice, size, root, nonce: randomPublicBytes(32), index: tree.size + place }
    })
    const inner = anchored.map(({ practice, size, root, nonce }) =>
      digest(Buffer.concat([nonce, Buffer.from(checkpointText(originOf(installation, practice), { size, root, at }))])),
    )
    if (anchored.length > 0) {
      await globalTree.anchor(across, installation, at, anchored, inner)
      await globalTree.write(across, await growTreeOfAll(across, tree, inner), fence)
      await published.add(states.map((state) => ({ ...state, at })))
    }
    const fitted = new Set(fitting.map(({ practice }) => practice))
    const broken = grown.map(({ practice }) => practice).filter((practice) => !fitted.has(practice))
    return { anchored: anchored.length, broken }
  })
}

/** All its tiles grow hash by hash: it has few leaves. */
async function growTreeOfAll(across: Across, tree: Frontier, inner: Buffer[]): Promise<Frontier> {
  const tiles = new Map<string, { level: number; index: number; at: number; hashes: Buffer[] }>()
  const leaves = inner.map((hash) => hashLeaf(globalLeaf(hash)))
  const after = append(tree, leaves, ({ level, index }, hash) => {
    if (level % 8 !== 0) return
    const tile = { level: level / 8, index: Math.floor(index / tileWidth) }
    const key = `${tile.level}/${tile.index}`
    const growing = tiles.get(key) ?? { ...tile, at: index % tileWidth, hashes: [] }
    growing.hashes.push(hash)
    tiles.set(key, growing)
  })
  await globalTree.grow(across, [...tiles.values()])
  return after
}

/** In a transaction of its own: what it signs is committed. */
async function signTreeOfAll({ workspace, vault, published }: Publishing, fence: number): Promise<Round['signed']> {
  return workspace.together(async (across) => {
    const held = await holdFor(across, published, fence)
    const { frontier, installation, now, signed_size: size, signed_at: signedAt } = held
    const tree = frontier()
    const isFresh = signedAt !== null && now.getTime() - signedAt.getTime() < signedAgainMs
    if (size === tree.size && isFresh) return null
    const state = await toSign(tree, held.before.get(treeOfAll) ?? null, globalTree.tiles(across), now, 'Tree/global')
    const origin = originOf(installation)
    const note = signNote(vault, origin, checkpointText(origin, state))
    await published.add([{ tree: treeOfAll, installation, ...state }])
    await globalTree.sign(across, state.size, state.at, note, fence)
    return { note, size: state.size }
  })
}
