import { judgeBundle, lateEntries, readBundle, type Trust } from './bundle.ts'
import { judgeProof, readProof } from './proof.ts'
import { judgePack, readPack } from './pack.ts'
import { Fault, fault, utf8, type Wrong } from './text.ts'

/**
 * A second verifier, written apart from the first: from RFC 6962, RFC 8032, C2SP's signed-note, tlog-checkpoint and
 * tlog-cosignature, and docs/verify.md alone.
 */

export interface Asked extends Omit<Trust, 'kept'> {
  /** Checkpoints, proofs or bundles of before. */
  since?: Uint8Array[]
  /** How far entries' times may go back, in milliseconds. */
  tolerance?: number
}

export interface Verdict {
  wrong: Wrong[]
  late: number[]
}

const begins = (file: Uint8Array, what: string) =>
  Buffer.from(file.subarray(0, what.length)).toString('latin1') === what

function kind(file: Uint8Array): 'pack' | 'bundle' | 'proof' | 'note' {
  if (begins(file, 'PK')) return 'pack'
  if (begins(file, '{"format":"candour/bundle/1"')) return 'bundle'
  return /^[ \t\r\n]*\{/.test(Buffer.from(file.subarray(0, 100)).toString('latin1')) ? 'proof' : 'note'
}

/** What was kept must hold by itself, by the keys that were given or by its own. */
function readKept(file: Uint8Array, keys: string[] | undefined): NonNullable<Trust['kept']> {
  const trust: Trust = keys ? { keys } : {}
  try {
    const what = kind(file)
    if (what === 'note') return [{ note: utf8(file) }]
    if (what === 'proof') {
      const proof = readProof(file)
      if (judgeProof(proof, trust).length > 0) throw fault('kept', 'a kept proof does not hold')
      return [{ note: proof.checkpoint, leaves: [[proof.number, proof.hash]] }]
    }
    const bundle = readBundle(file)
    if (judgeBundle(bundle, trust).length > 0) throw fault('kept', 'a kept bundle does not hold')
    const { checkpoint, global } = bundle.head
    const own = { note: checkpoint, leaves: bundle.entries.map(({ hash }, i): [number, Buffer] => [i + 1, hash]) }
    return global === null ? [own] : [own, { note: global }]
  } catch (error) {
    throw error instanceof Fault ? fault('kept', error.wrong.why) : error
  }
}

export function secondVerdict(file: Uint8Array, asked: Asked = {}): Verdict {
  try {
    const { since = [], tolerance, ...rest } = asked
    const trust: Trust = { ...rest, kept: since.flatMap((one) => readKept(one, rest.keys)) }
    const what = kind(file)
    if (what === 'pack') return { wrong: judgePack(readPack(file), trust), late: [] }
    if (what === 'proof') return { wrong: judgeProof(readProof(file), trust), late: [] }
    const bundle = readBundle(file)
    return { wrong: judgeBundle(bundle, trust), late: lateEntries(bundle.entries, tolerance) }
  } catch (error) {
    if (error instanceof Fault) return { wrong: [error.wrong], late: [] }
    throw error
  }
}
