/** What somebody would do to signatures, keys and the texts that are signed, without the key and with it. */
import { cosignatureLine, makeBundle, randomBytes, signedNote, textOf, vkey } from './maker.ts'
import { harmless, notes, parts, pick, refused, textOfNote, type Making, type Mutation } from './ways-to-alter.ts'

/** A checkpoint whose text is another one, signed by the true key. */
const signedOtherwise = (change: (text: string, making: Making) => string): Mutation =>
  refused(
    parts(({ header }, making) => {
      const { ledger, random } = making
      const isGlobal = header['global'] !== null && random(2) === 0
      const [name, origin] = isGlobal ? ['global', ledger.installation] : ['checkpoint', ledger.origin]
      header[name] = signedNote(ledger, origin, change(textOfNote(header[name] as string), making))
    }),
  )

/** The log's own signature, which is the first. */
const ownSignature = (change: (bytes: Buffer) => Buffer): Mutation =>
  refused(
    notes((note) =>
      note.replace(/(\n— \S+) (\S+)\n/, (_, before: string, base64: string) => {
        return `${before} ${change(Buffer.from(base64, 'base64')).toString('base64')}\n`
      }),
    ),
  )

const order = 2n ** 252n + 27742317777372353535851937790883648493n

/** S + L stands for the same number, and RFC 8032 has it refused. */
function addOrder(bytes: Buffer): Buffer {
  let s = BigInt(`0x${Buffer.from(bytes.subarray(-32)).reverse().toString('hex')}`) + order
  for (let at = bytes.length - 32; at < bytes.length; at += 1, s >>= 8n) bytes[at] = Number(s & 255n)
  return bytes
}

/** Points of small order, and ways to write them that RFC 8032 does not allow: little-endian y, with the sign of x on top. */
export const weakKeys = [
  `01${'00'.repeat(31)}`,
  `01${'00'.repeat(30)}80`,
  '00'.repeat(32),
  `${'00'.repeat(31)}80`,
  `ec${'ff'.repeat(30)}7f`,
  'ff'.repeat(31) + 'ff',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
  `f0${'ff'.repeat(30)}7f`,
].map((hex) => Buffer.from(hex, 'hex'))

export const attacksOnNotes: Record<string, Mutation> = {
  'the same signature twice': harmless(notes((note) => note + note.slice(note.lastIndexOf('\n—') + 1))),
  'a space behind the name': refused(notes((note) => note.replace(/(\n— \S+) /, '$1  '))),
  'a space of another kind in the name': refused(
    notes((note, { random }) =>
      note.replace(/(\n— \S+) /, `$1${pick(random, ['\u00a0', '\u2003', '\u3000', '\u0085'])} `),
    ),
  ),
  'a tab in place of a space': refused(notes((note) => note.replace(/(\n— \S+) /, '$1\t'))),
  'something behind a signature': refused(notes((note) => note.replace(/\n$/, ' x\n'))),
  'another dash': refused(notes((note) => note.replaceAll('\n— ', '\n- '))),
  'line ends of another system in a note': refused(notes((note) => note.replaceAll('\n', '\r\n'))),
  'line ends of another system, signed': signedOtherwise((text) => text.replaceAll('\n', '\r\n')),
  'base64 of a signature another way': refused(
    notes((note, { random }) => note.replace(/=*\n$/, pick(random, ['\n', '====\n', ' =\n']))),
  ),
  'base64 of a key another way': refused(
    parts(({ header }) => {
      header['keys'] = (header['keys'] as string[]).map((key) => key.replace(/.$/, '$&='))
    }),
  ),
  'base64 of the root another way, signed': signedOtherwise((text) => text.replace(/(.)=\n/, 'B=\n')),
  'base64 of the root without its end, signed': signedOtherwise((text) => text.replace('=\n', '\n')),
  'the size another way, signed': signedOtherwise((text, { random }) =>
    text.replace(
      /\n(\d+)\n/,
      pick(random, ['\n+$1\n', '\n0$1\n', '\n$1e0\n', '\n$1.0\n', '\n0x$1\n', '\n $1\n', '\n-0\n', '\n\n']),
    ),
  ),
  'a size beyond all numbers, signed': signedOtherwise((text, { random }) =>
    text.replace(
      /\n\d+\n/,
      `\n${pick(random, ['9007199254740992', '9007199254740993', '18446744073709551616', '1'.repeat(400)])}\n`,
    ),
  ),
  'a size beyond all numbers, everywhere': refused(
    parts(({ header }, { ledger }) => {
      header['size'] = 2 ** 53
      const text = textOfNote(header['checkpoint'] as string).replace(/\n\d+\n/, `\n${2 ** 53}\n`)
      header['checkpoint'] = signedNote(ledger, ledger.origin, text)
    }),
  ),
  'an odd time, signed': signedOtherwise((text, { random }) =>
    text.replace(
      /time .*\n/,
      `time ${pick(random, ['2026-02-29T10:00:00Z', '2026-11-22T24:00:00Z', '2026-11-22T10:00:60Z', '2026-11-22T10:00:00.000Z', '2026-11-22T10:00:00+00:00', '+002026-11-22T10:00:00Z', '2026-11-22t10:00:00z', '٢026-11-22T10:00:00Z'])}\n`,
    ),
  ),
  'one line more, signed': signedOtherwise(
    (text, { random }) => text + pick(random, ['x\n', 'time 2026-11-22T10:00:00Z\n', '\n']),
  ),
  'one line less, signed': signedOtherwise((text) => text.replace(/time .*\n/, '')),
  'a control character, signed': signedOtherwise((text, { random }) =>
    text.replace(/\n$/, pick(random, ['\0\n', '\u001b\n', '\u0007\n', '\u007f\n'])),
  ),
  'a byte order mark, signed': signedOtherwise((text) => `\ufeff${text}`),
  'S and the order of the group': ownSignature(addOrder),
  'a signature of nought': ownSignature((bytes) => bytes.fill(0, bytes.length - 64)),
  'a signature that is longer': ownSignature((bytes) => Buffer.concat([bytes, Buffer.alloc(1)])),
  'a key that every signature fits': (making) => {
    const { random, ledger, bundle, kase } = making
    const weak = { ...ledger.signer, publicKey: pick(random, weakKeys) }
    const note = bundle.header['checkpoint'] as string
    const id = Buffer.from(vkey(ledger.origin, weak).split('+')[1]!, 'hex')
    const line = Buffer.concat([id, pick(random, weakKeys), Buffer.alloc(32)]).toString('base64')
    bundle.header['checkpoint'] = `${textOfNote(note)}\n— ${ledger.origin} ${line}\n`
    bundle.header['keys'] = [vkey(ledger.origin, weak)]
    refused(parts(() => undefined))(making)
    kase.keys = []
  },
  'a weak key among those that were given': ({ random, ledger, kase }) => {
    kase.keys = [...kase.keys, vkey(ledger.origin, { ...ledger.signer, publicKey: pick(random, weakKeys) })]
    kase.bytes = Buffer.from(textOf(makeBundle(random, ledger, [])))
    kase.witnesses = []
    kase.need = null
    kase.surely = false
  },
  'a hundred signatures': harmless(
    notes((note, { random }) => {
      const many = 100 - textLines(note)
      return note + `— x ${randomBytes(random, 68).toString('base64')}\n`.repeat(many)
    }),
  ),
  'a hundred and one signatures': refused(
    notes(
      (note, { random }) => note + `— x ${randomBytes(random, 68).toString('base64')}\n`.repeat(101 - textLines(note)),
    ),
  ),
  'the digits of a key in capitals': refused(
    parts(({ header }) => {
      header['keys'] = (header['keys'] as string[]).map((key) =>
        key
          .replace(/\+(.{8})\+/, (_, id: string) => `+${id.replace(/\d+$/, '').toUpperCase()}${/\d*$/.exec(id)![0]}+`)
          .replace(/^(.)/, ' $1'),
      )
    }),
  ),
  'a cosignature with another time': parts(({ header }, { kase, random }) => {
    const note = header['global'] as string | null
    const at = note?.indexOf('\n— witness') ?? -1
    if (note === null || at < 0) return
    header['global'] =
      note.slice(0, at) +
      note.slice(at).replace(/ (\S+)\n/, (_, base64: string) => {
        const bytes = Buffer.from(base64, 'base64')
        bytes.writeUInt32BE((bytes.readUInt32BE(8) ^ (1 << random(31))) >>> 0, 8)
        return ` ${bytes.toString('base64')}\n`
      })
    if (kase.witnesses.length === 0) kase.surely = false
  }),
  'a cosignature of an earlier tree': parts(({ header }, { ledger, kase }) => {
    const [witness] = ledger.witnesses
    if (header['global'] === null || witness === undefined) return
    const text = textOfNote(header['global'] as string)
    header['global'] =
      `${signedNote(ledger, ledger.installation, text)}${cosignatureLine(text.replace('\ntime 20', '\ntime 19'), witness.name, witness.signer, 1)}`
    if (kase.witnesses.length === 0) kase.surely = false
  }),
  'one witness under two names': (making) => {
    const { random, ledger, bundle, kase } = making
    const [witness] = ledger.witnesses
    if (witness === undefined) return
    const made = makeBundle(random, ledger, [ledger.entries.length])
    const note = made.header['global'] as string
    made.header['global'] = note + cosignatureLine(textOfNote(note), 'witness.example/again', witness.signer, 5)
    Object.assign(bundle, made)
    kase.witnesses = [vkey(witness.name, witness.signer, 4), vkey('witness.example/again', witness.signer, 4)]
    kase.need = pick(random, [null, 2])
    refused(parts(() => undefined))(making)
  },
  'the same witness asked for twice': ({ random, ledger, kase }) => {
    const [witness] = ledger.witnesses
    if (witness === undefined) return
    kase.bytes = Buffer.from(textOf(makeBundle(random, ledger, [ledger.entries.length])))
    kase.witnesses = [vkey(witness.name, witness.signer, 4), vkey(witness.name, witness.signer, 4)]
    kase.need = 2
    kase.surely = false
  },
  'more witnesses asked for than named': ({ random, ledger, kase }) => {
    kase.bytes = Buffer.from(textOf(makeBundle(random, ledger, [ledger.entries.length])))
    kase.witnesses = []
    kase.need = 1
    kase.surely = false
  },
}

const textLines = (note: string) => note.slice(note.lastIndexOf('\n\n') + 2).split('\n').length - 1
