/** What somebody would do to what others kept, or hand them to keep. */
import {
  checkpointText,
  leafHashOf,
  leafOf,
  makeBundle,
  makeProof,
  makeSigner,
  randomBytes,
  signedNote,
  textOf,
  vkey,
} from './maker.ts'
import { pick, textOfNote, type Making, type Mutation } from './ways-to-alter.ts'

const keptGlobal =
  (change: (text: string, making: Making) => string): Mutation =>
  (making) => {
    const { bundle, ledger, kase } = making
    if (bundle.header['global'] === null) return
    const text = change(textOfNote(bundle.header['global'] as string), making)
    kase.since.push(Buffer.from(signedNote(ledger, ledger.installation, text)))
  }

const sizeBy = (more: number) => (text: string) =>
  text.replace(/\n(\d+)\n/, (_, size: string) => `\n${Math.max(0, Number(size) + more)}\n`)

/** Of the same entries, with a checkpoint of the installation; nothing else is asked for that could be what is refused. */
const keptBundle =
  (change: (text: string, making: Making) => string): Mutation =>
  (making) => {
    const { random, ledger, bundle, kase } = making
    const now = bundle.header['global'] as string | null
    const text = now === null ? checkpointText(ledger.installation, [], ledger.start) : textOfNote(now)
    const kept = makeBundle(random, ledger, [])
    kept.header['global'] = signedNote(ledger, ledger.installation, change(text, making))
    kase.since.push(Buffer.from(textOf(kept)))
    Object.assign(kase, { witnesses: [], need: null, surely: false })
  }

const keptProof =
  (change: (proof: string, making: Making) => string): Mutation =>
  (making) => {
    const { random, ledger, kase } = making
    if (ledger.entries.length === 0) return
    const proof = makeProof(ledger, 1 + random(ledger.entries.length))
    kase.since.push(Buffer.from(change(proof, making)))
  }

const forked = (text: string, { random }: Making) =>
  text.replace(/\n.{43}=\n/, `\n${randomBytes(random, 32).toString('base64')}\n`)

export const attacksOnWhatWasKept: Record<string, Mutation> = {
  'the installation’s checkpoint, kept': keptGlobal((text) => text),
  'the installation’s checkpoint, kept from before': keptGlobal((text, making) => forked(sizeBy(-1)(text), making)),
  'the installation’s checkpoint, kept from later': keptGlobal(sizeBy(1)),
  'the installation’s checkpoint, kept from a fork': keptGlobal(forked),
  'the installation’s checkpoint, kept, and time went back': keptGlobal((text, { random }) =>
    sizeBy(-random(2))(text).replace(/time 2026/, 'time 2027'),
  ),
  'the installation’s checkpoint, kept, of another key': ({ random, ledger, bundle, kase }) => {
    if (bundle.header['global'] === null) return
    const text = textOfNote(bundle.header['global'] as string)
    kase.since.push(Buffer.from(signedNote(ledger, ledger.installation, text, makeSigner(random))))
  },
  'a kept proof with spaces': keptProof(
    (proof, { random }) =>
      pick(random, ['', ' ', '\n', '\ufeff', '\u00a0']) +
      JSON.stringify(JSON.parse(proof), null, random(3)) +
      pick(random, ['', '\n']),
  ),
  'a kept proof with other keys': keptProof((proof, { random, ledger }) => {
    const strange = makeSigner(random)
    const keys = pick<unknown>(random, [
      [],
      ['x'],
      [vkey(ledger.origin, strange)],
      [vkey('x', strange)],
      [vkey(ledger.installation, ledger.signer)],
      [vkey(ledger.origin, strange), vkey(ledger.origin, ledger.signer)],
      Array.from({ length: 17 }, () => vkey(ledger.origin, ledger.signer)),
    ])
    return JSON.stringify({ ...(JSON.parse(proof) as object), keys })
  }),
  'a kept proof of another number': keptProof((proof, { random }) =>
    JSON.stringify({ ...(JSON.parse(proof) as object), number: random(4) }),
  ),
  'a kept proof that is too long': keptProof((proof) => proof + ' '.repeat(64_001 - proof.length)),
  'a kept bundle whose anchors do not hold': ({ random, ledger, kase }) => {
    const kept = makeBundle(random, ledger, [ledger.entries.length])
    kept.anchors[0]!.nonce = randomBytes(random, 32).toString('base64')
    kase.since.push(Buffer.from(textOf(kept)))
  },
  'a kept bundle, and less of the installation’s tree, or another one': keptBundle((text, making) =>
    pick(making.random, [sizeBy(1), forked, (told: string) => sizeBy(-1)(told).replace('time 2026', 'time 2027')])(
      text,
      making,
    ),
  ),
  'a kept bundle, and as much of the installation’s tree, or more': (making) => {
    const { kase, bundle } = making
    const { isGood } = kase
    keptBundle((text) => pick(making.random, [text, forked(sizeBy(-1)(text), making)]))(making)
    kase.surely = bundle.header['global'] === null ? false : isGood || null
  },
  'a kept bundle of another key': ({ random, ledger, kase }) => {
    const thief = { ...ledger, signer: makeSigner(random) }
    kase.since.push(Buffer.from(textOf(makeBundle(random, thief, []))))
  },
  'a kept leaf that is none': ({ random, ledger, kase }) => {
    const [entry] = ledger.entries
    if (entry === undefined) return
    const leaf = leafOf({
      ...entry,
      ...pick(random, [{ subjects: 1e9 }, { verb: '' }, { verb: 'ä' }, { actor: 'x' }, { at: 9e15 }]),
    })
    const text = checkpointText(ledger.origin, [leafHashOf(leaf)], ledger.start)
    const proof = { ...(JSON.parse(makeProof(ledger, 1, 1)) as object), leaf: leaf.toString('base64') }
    kase.since.push(Buffer.from(JSON.stringify({ ...proof, checkpoint: signedNote(ledger, ledger.origin, text) })))
    kase.surely = false
  },
}
