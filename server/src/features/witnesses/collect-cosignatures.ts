/**
 * Asks the witnesses to sign the installation's checkpoint (C2SP tlog-witness). Called by whoever publishes checkpoints, after
 * each one; a witness that doesn't answer holds nothing up but this call, which ends in time.
 */
import type { WitnessSetting } from '../../platform/config/witness-list.ts'
import type { Log } from '../../platform/log.ts'
import { findCosignature, readWitnessKey } from '../../platform/vault/cosignature.ts'
import { askerOfWitnesses, type AskWitness } from './ask-witness.ts'

export interface Published {
  /** The signed note. */
  checkpoint: string
  size: number
  /** The consistency proof from a tree of that many entries to this one, RFC 6962 section 2.1.2. */
  proofFrom(oldSize: number): Promise<readonly Uint8Array[]>
}

export interface WitnessState {
  name: string
  /** `ahead`: it signed more entries than there are; `contradicted`: it signed others. Both mean a fork, or a ledger set back. */
  last: 'not asked' | 'signed' | 'no answer' | 'refused' | 'ahead' | 'contradicted'
  askedAt: Date | null
  signedAt: Date | null
  /** How many entries it has signed, as far as it said. */
  size: number | null
  isLate: boolean
}

export interface Witnesses {
  /** The signature lines of those that signed, each ending in a line end. Never throws. */
  collect(published: Published): Promise<string[]>
  states(): WitnessState[]
}

interface Asking {
  witnesses: readonly WitnessSetting[]
  log: Pick<Log, 'warn' | 'error'>
  now(): Date
  ask?: AskWitness
  /** A witness that has not signed for so long is late. */
  lateAfterMs?: number
}

type Kept = Omit<WitnessState, 'isLate' | 'name'>

/** A witness may have seen another checkpoint while it was asked about this one. */
const tries = 3

export function witnessesOf(asking: Asking): Witnesses {
  const { witnesses, log, now, ask = askerOfWitnesses(), lateAfterMs = 10 * 60_000 } = asking
  const since = now()
  const known = witnesses.map((witness) => ({ ...witness, key: readWitnessKey(witness.vkey)! }))
  type Known = (typeof known)[number]
  const kept = new Map<Known, Kept>(
    known.map((witness) => [witness, { last: 'not asked', askedAt: null, signedAt: null, size: null }]),
  )

  async function askOne(witness: Known, published: Published): Promise<string | null> {
    const before = kept.get(witness)!
    const note = (change: Partial<Kept>) => kept.set(witness, { ...before, askedAt: now(), ...change })
    const { name } = witness.key
    try {
      let old = before.size ?? 0
      for (let attempt = 0; attempt < tries; attempt += 1) {
        const { status, isSize, text } = await ask(witness, await requestOf(published, old))
        if (status === 200) {
          const found = findCosignature(witness.key, textOfNote(published.checkpoint), text)
          if (found === null) break
          note({ last: 'signed', signedAt: found.at, size: published.size })
          return `${found.line}\n`
        }
        if (status === 409 && isSize && /^(?:0|[1-9]\d{0,15})\n$/.test(text)) {
          const size = Number(text)
          if (size > published.size) {
            log.error({ part: name, count: size }, 'a witness has signed more entries than there are')
            note({ last: 'ahead', size })
            return null
          }
          if (size !== old) {
            old = size
            continue
          }
        }
        if ((status === 409 && isSize && old === published.size) || status === 422) {
          log.error({ part: name, count: old }, 'a witness has signed another history than this one')
          note({ last: 'contradicted', size: old })
          return null
        }
        log.warn({ part: name, status }, 'a witness refused to sign')
        break
      }
      note({ last: 'refused' })
    } catch (error) {
      log.warn({ part: name, err: error }, 'a witness did not answer')
      note({ last: 'no answer' })
    }
    return null
  }

  return {
    async collect(published) {
      const lines = await Promise.all(known.map((witness) => askOne(witness, published)))
      return lines.filter((line) => line !== null)
    },
    states: () =>
      [...kept].map(([{ key }, state]) => ({
        name: key.name,
        ...state,
        isLate: now().getTime() - (state.signedAt ?? since).getTime() > lateAfterMs,
      })),
  }
}

async function requestOf({ checkpoint, size, proofFrom }: Published, old: number): Promise<string> {
  const proof = old === 0 || old >= size ? [] : await proofFrom(old)
  const lines = proof.map((hash) => `${Buffer.from(hash).toString('base64')}\n`).join('')
  return `old ${old}\n${lines}\n${checkpoint}`
}

function textOfNote(note: string): string {
  return note.slice(0, note.lastIndexOf('\n\n') + 1)
}
