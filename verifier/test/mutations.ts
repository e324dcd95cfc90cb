/** What somebody might do to a bundle. */
import {
  checkpointText,
  cosignatureLine,
  keptNote,
  leafHashOf,
  leafOf,
  makeBundle,
  makeEntry,
  makeLedger,
  makeProof,
  makeSigner,
  randomBytes,
  signedNote,
  textOf,
  timeAt,
  uuid,
  vkey,
} from './maker.ts'
import { lines, parts, bytes, oneEntry, text, notes, signAnew, forkOf, pick, type Mutation } from './ways-to-alter.ts'

export const mutations: Record<string, Mutation> = {
  nothing: () => undefined,
  'a bit': bytes((all, random) => {
    all[random(all.length)]! ^= 1 << random(8)
    return all
  }),
  'a byte out': bytes((all, random) => {
    const at = random(all.length)
    return Buffer.concat([all.subarray(0, at), all.subarray(at + 1)])
  }),
  'a byte in': bytes((all, random) => {
    const at = random(all.length + 1)
    return Buffer.concat([all.subarray(0, at), randomBytes(random, 1), all.subarray(at)])
  }),
  cut: bytes((all, random) => all.subarray(0, random(all.length + 1))),
  'cut at a line': lines((all, { random }) => void all.splice(random(all.length + 1))),
  'byte order mark': bytes((all) => Buffer.concat([Buffer.from('\ufeff'), all])),
  'other line ends': bytes((all) => Buffer.from(all.toString().replaceAll('\n', '\r\n'))),
  'one other line end': text(/$/, '\r'),
  'something behind': bytes((all, random) =>
    Buffer.concat([all, Buffer.from(pick(random, ['\n', ' ', '{}\n', '\0']))]),
  ),
  'a line out': lines((all, { random }) => void all.splice(random(all.length), 1)),
  'lines out, counted': parts(
    (bundle, { random }) => void bundle.entries.splice(random(bundle.entries.length + 1), 1 + random(3)),
  ),
  'a line twice': lines((all, { random }) => {
    const at = random(all.length)
    all.splice(at, 0, all[at]!)
  }),
  'two lines change places': lines((all, { random }) => {
    const [one, other] = [random(all.length), random(all.length)]
    ;[all[one], all[other]] = [all[other]!, all[one]!]
  }),
  'neighbours change places': parts(({ entries }, { random }) => {
    const at = random(Math.max(1, entries.length - 1))
    entries.splice(at, 2, ...entries.slice(at, at + 2).toReversed())
  }),
  'an entry moves': parts(({ entries }, { random }) => {
    const [moved] = entries.splice(random(Math.max(1, entries.length)), 1)
    if (moved !== undefined) entries.splice(random(entries.length + 1), 0, moved)
  }),
  'an entry comes in': parts(
    ({ entries }, { random }) => void entries.splice(random(entries.length + 1), 0, makeEntry(random, 1)),
  ),
  'another verb': oneEntry((entry) => (entry['verb'] += 'x')),
  'another time': oneEntry((entry, random) => (entry['at'] += 1 - random(3))),
  'an odd time': oneEntry(
    (entry, random) => (entry['at'] = pick<unknown>(random, [-1, 1.5, 1e20, '1', null, 9e15, 8.64e15])),
  ),
  'another outcome': oneEntry(
    (entry, random) => (entry['outcome'] = pick(random, ['', 'opened', 'ü', 'a"b', 'x'.repeat(101)])),
  ),
  'another actor': oneEntry(
    (entry, random) => (entry['actor'] = pick(random, [null, uuid(random), '', 'X', uuid(random).toUpperCase()])),
  ),
  'a subject more': oneEntry((entry) => (entry['subjects'] += 1)),
  'other subjects': oneEntry(
    (entry, random) => (entry['subjectsHash'] = randomBytes(random, 31 + random(3)).toString('base64')),
  ),
  'odd subjects': oneEntry(
    (entry, random) => (entry['subjects'] = pick<unknown>(random, [-1, 0.5, 1e9, '1', null, [uuid(random)]])),
  ),
  'another nonce': oneEntry(
    (entry, random) => (entry['nonce'] = randomBytes(random, 15 + random(3)).toString('base64')),
  ),
  'another hash': oneEntry(
    (entry, random) => (entry['detailHash'] = randomBytes(random, 31 + random(3)).toString('base64')),
  ),
  'a field more': oneEntry((entry) => (entry['number'] = 1)),
  'a field less': oneEntry((entry, random) => delete entry[pick(random, Object.keys(entry))]),
  'fields in another order': oneEntry((entry) => {
    const { nonce } = entry
    delete entry['nonce']
    entry['nonce'] = nonce
  }),
  'a name twice': text(/,("verb"|"size"|"end"|"entries")/, ',"verb":"x",$1'),
  'the same name twice': text(/("at":\d+)/, '$1,$1'),
  'a number another way': text(/("at"|"size"|"entries"|"index"):(\d+)/, '$1:$2.0'),
  'a number with an exponent': text(/("at"|"size"|"entries"|"index"):(\d+)/, '$1:$2e0'),
  'a number with a nought': text(/("at"|"size"|"entries"|"index"):(\d+)/, '$1:0$2'),
  'minus nought': text(/("at"|"size"|"anchors"|"index"):0/, '$1:-0'),
  'a huge number': text(/("at"|"size"|"entries"|"index"):\d+/, '$1:99999999999999999999'),
  'a space': text(/,/, ', '),
  'an escape': text(/"o/, '"\\u006f'),
  'an escaped slash': text(/\//, '\\/'),
  'base64 another way': text(/([A-Za-z0-9+/])=/, '$1'),
  'base64 with a bit more': text(/[AQgw]==/, 'B=='),
  'base64 for addresses': text(/\+/, '-'),
  'letters that look alike': text(/a/, 'а'),
  'a surrogate': parts(({ header }, { random }) => {
    header['names'] = { [uuid(random)]: 'x\ud800' }
  }),
  'other names': parts(({ header }, { random, kase }) => {
    header['names'] = { [uuid(random)]: 'Somebody else\u0000\u001f\n"\\\u007f😀' }
    kase.isGood = null
  }),
  'names that are none': parts(({ header }, { random }) => {
    header['names'] = pick<unknown>(random, [null, [], { x: 'y' }, { [uuid(random)]: 1 }])
  }),
  'another time of making': parts(({ header }, { random }) => {
    header['made'] = pick(random, [
      '2026-02-30T10:00:00Z',
      '2026-11-22T14:02:10Z',
      '2026-11-22',
      'x',
      '2026-11-22T14:02:10.1Z',
    ])
  }),
  'another size': parts(({ header }, { random }) => {
    header['size'] = (header['size'] as number) + 1 - random(3)
  }),
  'another practice': parts(({ header }, { random }) => {
    header['practice'] = uuid(random)
  }),
  'another origin': parts(({ header }, { random, ledger }) => {
    header['practice'] = uuid(random)
    header['origin'] = `${ledger.installation}/${String(header['practice'])}`
  }),
  'fewer keys': parts(({ header }, { random }) => {
    header['keys'] = (header['keys'] as string[]).toSpliced(random(2), 1)
  }),
  'other keys': parts(({ header }, { random, ledger }) => {
    header['keys'] = [
      vkey(pick(random, [ledger.origin, ledger.installation, 'x']), makeSigner(random)),
      ...(header['keys'] as string[]),
    ]
  }),
  'a key with another hash': parts(({ header }) => {
    header['keys'] = (header['keys'] as string[]).map((key) => key.replace(/\+[0-9a-f]{8}\+/, '+00000000+'))
  }),
  'keys of another type': parts(({ header }, { ledger }) => {
    header['keys'] = [vkey(ledger.origin, ledger.signer, 4), vkey(ledger.installation, ledger.signer)]
  }),
  'no witnesses': parts(({ header }) => {
    header['witnesses'] = []
  }),
  'no global checkpoint': parts(({ header }) => {
    header['global'] = null
  }),
  'all signed anew': (making) => parts(() => signAnew(making, true))(making),
  'the checkpoint signed anew': (making) => parts(() => signAnew(making, false))(making),
  'a part signed': parts((bundle, making) => {
    const size = making.random(bundle.entries.length + 1)
    bundle.header['checkpoint'] = keptNote(making.ledger, size)
    if (making.random(2) === 0) bundle.header['size'] = size
  }),
  'forked and signed': parts((bundle, making) => {
    const fork = forkOf(making)
    const made = makeBundle(making.random, fork, making.random(2) === 0 ? bundle.anchors.map(({ size }) => size) : [])
    bundle.header['checkpoint'] = made.header['checkpoint']
    bundle.entries = fork.entries
    if (made.anchors.length > 0) Object.assign(bundle, made)
    making.kase.isGood = null
  }),
  'kept from a fork': (making) => {
    const fork = forkOf(making)
    making.kase.since.push(Buffer.from(keptNote(fork, making.random(fork.entries.length + 1))))
  },
  'kept from a fork, proof': (making) => {
    const fork = forkOf(making)
    if (fork.entries.length > 0)
      making.kase.since.push(Buffer.from(makeProof(fork, 1 + making.random(fork.entries.length))))
  },
  'kept from a fork, bundle': (making) => {
    making.kase.since.push(Buffer.from(textOf(makeBundle(making.random, forkOf(making), []))))
  },
  'kept from later': ({ random, ledger, kase }) => {
    const entries = [...ledger.entries, makeEntry(random, ledger.start)]
    const later = { ...ledger, entries, hashes: entries.map((entry) => leafHashOf(leafOf(entry))) }
    kase.since.push(Buffer.from(keptNote(later, entries.length)))
  },
  'kept, of another key': ({ random, ledger, kase }) => {
    kase.since.push(Buffer.from(keptNote({ ...ledger, signer: makeSigner(random) }, ledger.entries.length)))
  },
  'kept, of another practice': ({ random, kase }) => {
    kase.since.push(Buffer.from(keptNote(makeLedger(random, 3), 2)))
  },
  'kept, altered': ({ random, ledger, kase }) => {
    const note = Buffer.from(keptNote(ledger, random(ledger.entries.length + 1)))
    note[random(note.length)]! ^= 1 << random(8)
    kase.since.push(note)
  },
  'kept proof, altered': ({ random, ledger, kase }) => {
    if (ledger.entries.length === 0) return
    const proof = Buffer.from(makeProof(ledger, 1 + random(ledger.entries.length)))
    proof[random(proof.length)]! ^= 1 << random(8)
    kase.since.push(proof)
  },
  'kept, and time went back': ({ random, ledger, kase }) => {
    const size = random(ledger.entries.length + 1)
    const told = checkpointText(
      ledger.origin,
      ledger.hashes.slice(0, size),
      timeAt(ledger, ledger.entries.length) + 1000,
    )
    kase.since.push(Buffer.from(signedNote(ledger, ledger.origin, told)))
    kase.isGood = null
  },
  'another global tree': parts(({ header }, { random, ledger }) => {
    const told = checkpointText(ledger.installation, [randomBytes(random, 32)], ledger.start)
    header['global'] = signedNote(ledger, ledger.installation, told)
  }),
  'the global checkpoint of another': parts(({ header }, { random }) => {
    header['global'] = makeBundle(random, makeLedger(random, 3), [2]).header['global']
  }),
  'anchors of another practice': parts((bundle, { random, ledger }) => {
    const practice = uuid(random)
    const neighbour = {
      ...makeLedger(random, ledger.entries.length),
      ...ledger,
      practice,
      origin: `${ledger.installation}/${practice}`,
    }
    const made = makeBundle(
      random,
      neighbour,
      bundle.anchors.map(({ size }) => size),
    )
    bundle.anchors = made.anchors
    bundle.header['global'] = made.header['global']
  }),
  'an anchor less': parts(({ anchors }, { random, kase }) => {
    anchors.splice(random(anchors.length + 1), 1)
    kase.isGood = null
  }),
  'anchors change places': parts(({ anchors }) => void anchors.reverse()),
  'anchors swap their proofs': parts(({ anchors }) => {
    const [one, other] = anchors
    if (one !== undefined && other !== undefined) [one.proof, other.proof] = [other.proof, one.proof]
  }),
  'a longer proof': parts(({ anchors }, { random }) => {
    anchors[0]?.proof.splice(random(3), 0, randomBytes(random, 32).toString('base64'))
  }),
  'a shorter proof': parts(({ anchors }) => void anchors[0]?.proof.pop()),
  'another index': parts(({ anchors }, { random }) => {
    if (anchors[0] !== undefined) anchors[0].index += 1 - random(3)
  }),
  'another nonce of an anchor': parts(({ anchors }, { random }) => {
    if (anchors[0] !== undefined) anchors[0].nonce = randomBytes(random, 31 + random(3)).toString('base64')
  }),
  'another anchored size': parts(({ anchors }, { random }) => {
    if (anchors[0] !== undefined) anchors[0].size += 1 - random(3)
  }),
  'anchors whose time goes back': parts((bundle, { random, ledger }) => {
    const late = { ...ledger, start: ledger.start + 10_000_000 }
    const made = makeBundle(
      random,
      random(2) === 0 ? late : ledger,
      bundle.anchors.map(({ size }) => size),
    )
    bundle.anchors = made.anchors
    bundle.header['global'] = made.header['global']
  }),
  'a signature line less': notes((note) => note.replace(/— .*\n$/, '')),
  'a signature of another key': notes((note, { random, ledger }) => {
    const told = note.slice(0, note.lastIndexOf('\n\n') + 1)
    return `${told}\n${signedNote(ledger, 'x', told, makeSigner(random)).slice(told.length + 1)}`
  }),
  'one more signature of a stranger': notes((note, { random, ledger, kase }) => {
    const told = note.slice(0, note.lastIndexOf('\n\n') + 1)
    if (kase.isGood === true) kase.isGood = null
    return (
      note +
      signedNote(ledger, pick(random, ['x', 'y z', 'a+b', 'é', 'n\u00a0m']), told, makeSigner(random)).slice(
        told.length + 1,
      )
    )
  }),
  'a signature that is not right': notes((note) =>
    note.replace(
      /(.{20})(.)(.*\n)$/,
      (_, before: string, letter: string, after: string) => before + (letter === 'A' ? 'B' : 'A') + after,
    ),
  ),
  'an extension more': notes((note) => note.replace('\ntime ', '\nmore\ntime ')),
  'a size with a nought': notes((note) => note.replace(/\n(\d+)\n/, '\n0$1\n')),
  'a control character': notes((note) => note.replace('\n', '\n\t')),
  'an empty line': notes((note) => note.replace('\n', '\n\n')),
  'a cosignature of a stranger': parts(({ header }, { random, kase }) => {
    if (header['global'] === null) return
    const note = header['global'] as string
    header['global'] =
      note + cosignatureLine(note.slice(0, note.lastIndexOf('\n\n') + 1), 'witness.example/w0', makeSigner(random), 1)
    if (kase.isGood === true) kase.isGood = null
  }),
  'a cosignature of another text': parts(({ header }, { ledger }) => {
    const [witness] = ledger.witnesses
    if (header['global'] === null || witness === undefined) return
    header['global'] =
      `${header['global'] as string}${cosignatureLine('other\n1\nx\n', witness.name, witness.signer, 1)}`
  }),
  'a cosignature of no time': parts(({ header }, { ledger }) => {
    const [witness] = ledger.witnesses
    if (header['global'] === null || witness === undefined) return
    const note = header['global'] as string
    header['global'] =
      note + cosignatureLine(note.slice(0, note.lastIndexOf('\n\n') + 1), witness.name, witness.signer, 2 ** 50)
  }),
  'an empty root': parts(({ header }, { ledger }) => {
    const told = checkpointText(ledger.origin, [], ledger.start)
    header['checkpoint'] = signedNote(ledger, ledger.origin, told)
  }),
}
