import { keptNote, makeBundle, makeLedger, makeProof, makeSigner, textOf, vkey, type Random } from './maker.ts'
import { mutations } from './mutations.ts'
import { attacks } from './attacks.ts'
import { attacksOnNotes } from './attacks-on-notes.ts'
import { attacksOnWhatWasKept } from './attacks-on-what-was-kept.ts'
import { pick, type Case } from './ways-to-alter.ts'

const all = { ...mutations, ...attacks, ...attacksOnNotes, ...attacksOnWhatWasKept }
const mutationNames = Object.keys(all)

/** The same case for the same seed. Every fourth is not altered, and must be accepted. */
export function makeCase(random: Random, number: number): Case {
  const size = random(10) === 0 ? random(60) : random(9)
  const ledger = makeLedger(random, size, random(3))
  const sizes = Array.from({ length: random(4) }, () => random(size + 1)).toSorted((one, other) => one - other)
  const bundle = makeBundle(random, ledger, sizes, random(2) === 0)
  const hasGlobal = bundle.header['global'] !== null
  const known = ledger.witnesses.map((one) => vkey(one.name, one.signer, 4))
  const stranger = vkey('witness.example/w0', makeSigner(random), 4)
  const witnesses = hasGlobal
    ? pick(random, [[], known, known.slice(0, 1), [...known, stranger], [stranger]])
    : pick(random, [[], [], [], known])
  const need = witnesses.length === 0 ? null : pick(random, [null, 0, 1, witnesses.length])
  const keys = pick(random, [
    [],
    [vkey(ledger.origin, ledger.signer)],
    [vkey(ledger.installation, ledger.signer)],
    [vkey(ledger.origin, makeSigner(random)), vkey(ledger.origin, ledger.signer)],
    ...(random(4) === 0 ? [[vkey(ledger.origin, makeSigner(random))], [vkey('x', ledger.signer)]] : []),
  ])
  const since = Array.from({ length: random(3) }, () => {
    const kept = random(size + 1)
    const part = { ...ledger, entries: ledger.entries.slice(0, kept), hashes: ledger.hashes.slice(0, kept) }
    if (kept === 0) return Buffer.from(keptNote(ledger, kept))
    return Buffer.from(
      pick(random, [
        keptNote(ledger, kept),
        makeProof(ledger, 1 + random(kept), kept),
        textOf(makeBundle(random, part, [])),
      ]),
    )
  })
  const signed = (hasGlobal ? known.filter((one) => witnesses.includes(one)).length : 0) >= (need ?? witnesses.length)
  const believed =
    keys.length === 0 || keys.some((one) => one.endsWith(vkey('', ledger.signer).slice(-40)) && !one.startsWith('x+'))
  const kase: Case = {
    bytes: Buffer.from(textOf(bundle)),
    keys,
    witnesses,
    need,
    since,
    isGood: signed && believed,
    name: 'nothing',
  }
  if (number % 4 === 0) return kase
  // Counted without those that stay as they are, so that each has its turn.
  const turn = number - Math.ceil(number / 4)
  const name = mutationNames[1 + (turn % (mutationNames.length - 1))]!
  const before = kase.bytes.toString('latin1')
  const keptBefore = since.length
  all[name]!({ random, ledger, bundle, kase })
  const isSame = kase.bytes.toString('latin1') === before && kase.since.length === keptBefore
  return { ...kase, name, isGood: isSame ? kase.isGood : (kase.surely ?? null) }
}
