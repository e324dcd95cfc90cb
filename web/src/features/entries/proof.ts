/**
 * Whether an entry is in the ledger, worked out here and not by the server: RFC 6962 sections 2.1 and 2.1.1, over the leaf that
 * the server sends, up to the root that the practice's checkpoint names (C2SP tlog-checkpoint).
 */

/** `candour/proof/1`. */
export interface ProofOfEntry {
  format: 'candour/proof/1'
  origin: string
  number: number
  /** Base64, as all bytes here. */
  leaf: string
  proof: string[]
  checkpoint: string
  keys: string[]
}

export interface Proven {
  isIncluded: boolean
  /** Why not, in words. */
  why: string | null
  /** Hex, of the leaf and of the root. */
  leaf: string
  root: string
  /** Entries under the checkpoint. */
  size: number
  hashes: string[]
  tookMs: number
}

/** @param shownHash hex: what the entry on the page says of itself */
export async function prove(given: ProofOfEntry, shownHash: string): Promise<Proven> {
  const began = performance.now()
  const head = readCheckpoint(given.checkpoint)
  const leaf = await hash(Uint8Array.of(0), bytesOf(given.leaf))
  const hashes = given.proof.map(bytesOf)
  const root = await rootFrom(leaf, given.number - 1, head.size, hashes)
  const why =
    head.origin !== given.origin
      ? 'The checkpoint is of another ledger.'
      : hex(leaf) !== shownHash
        ? 'The leaf is not that of the entry shown here.'
        : root === null
          ? 'The proof does not fit the number of entries.'
          : hex(root) !== hex(head.root)
            ? 'The hashes do not lead to the root that was signed.'
            : null
  return {
    isIncluded: why === null,
    why,
    leaf: hex(leaf),
    root: hex(head.root),
    size: head.size,
    hashes: hashes.map(hex),
    tookMs: performance.now() - began,
  }
}

function readCheckpoint(text: string): { origin: string; size: number; root: Uint8Array<ArrayBuffer> } {
  const [origin = '', size = '', root = ''] = text.split('\n')
  if (!/^(0|[1-9]\d{0,15})$/.test(size)) throw new Error('This is no checkpoint.')
  return { origin, size: Number(size), root: bytesOf(root) }
}

/** Null where the proof has too many hashes, or too few. */
async function rootFrom(leaf: Uint8Array<ArrayBuffer>, index: number, size: number, proof: Uint8Array<ArrayBuffer>[]) {
  if (index < 0 || index >= size) return null
  let [node, last] = [BigInt(index), BigInt(size - 1)]
  let root = leaf
  for (const other of proof) {
    if (last === 0n) return null
    if ((node & 1n) === 1n || node === last) {
      root = await hash(Uint8Array.of(1), other, root)
      while ((node & 1n) === 0n && node !== 0n) {
        node >>= 1n
        last >>= 1n
      }
    } else root = await hash(Uint8Array.of(1), root, other)
    node >>= 1n
    last >>= 1n
  }
  return last === 0n ? root : null
}

async function hash(...parts: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(await new Blob(parts).arrayBuffer())
  return new Uint8Array(await crypto.subtle.digest('SHA-256', whole))
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
