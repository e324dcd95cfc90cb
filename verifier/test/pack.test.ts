import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { both } from './agreement.ts'
import { makeLedger, makeSigner, seeded, sha, signedNote, vkey } from './maker.ts'

const random = seeded(12)
const ledger = makeLedger(random, 0)
const keys = [vkey(ledger.origin, ledger.signer)]
const files: Record<string, string> = {
  'evidence.json': JSON.stringify({ keys }),
  'evidence.pdf': '%PDF-1.7',
  'files/policy of 2026.pdf': '%PDF-1.4 ü',
}

function noteOf(members: Record<string, string>, signer = ledger.signer): string {
  const sums = Object.entries(members).map(([name, text]) => `${sha(text).toString('hex')}  ${name}\n`)
  return signedNote(
    ledger,
    ledger.origin,
    `${ledger.origin}\ncandour/pack/1\ntime 2026-11-22T14:02:10Z\n${sums.join('')}`,
    signer,
  )
}

interface Odd {
  method?: number
  flags?: number
  behind?: string
  between?: string
  /** Behind the name, in local header and directory. */
  extra?: Buffer
}

function zipOf(
  members: [name: string, text: string][],
  { method = 0, flags = 0x800, behind = '', between = '', extra = Buffer.alloc(0) }: Odd = {},
): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, text] of members) {
    const [raw, bytes] = [Buffer.from(name), Buffer.from(text)]
    const facts = Buffer.alloc(22)
    facts.writeUInt16LE(flags, 0)
    facts.writeUInt16LE(method, 2)
    facts.writeUInt32LE(crc32(bytes), 8)
    facts.writeUInt32LE(bytes.length, 12)
    facts.writeUInt32LE(bytes.length, 16)
    facts.writeUInt16LE(raw.length, 20)
    const extraLength = Buffer.alloc(2)
    extraLength.writeUInt16LE(extra.length)
    const place = Buffer.alloc(4)
    place.writeUInt32LE(at)
    const local = Buffer.concat([
      Buffer.from('504b03041400', 'hex'),
      facts,
      extraLength,
      raw,
      extra,
      bytes,
      Buffer.from(between),
    ])
    const rest = Buffer.concat([extraLength, Buffer.alloc(10)])
    directory.push(Buffer.concat([Buffer.from('504b010214001400', 'hex'), facts, rest, place, raw, extra]))
    parts.push(local)
    at += local.length
  }
  const size = Buffer.concat(directory).length
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, ...directory, end, Buffer.from(behind)])
}

const packOf = (members: Record<string, string>, note = noteOf(files), odd?: Odd) =>
  zipOf([...Object.entries(members), ['SHA256SUMS.note', note]], odd)
const problems = async (pack: Buffer, given = { keys }) => (await both(pack, given)).problems.map(({ what }) => what)

test('B3 an evidence pack holds, by the key that is known or the one that it brings', async () => {
  const report = await both(packOf(files))
  expect(report).toMatchObject({ holds: true, kind: 'pack', keys: [{ from: 'file' }] })
  expect(report.shown).toEqual(['All 3 files of the pack are those that were signed on 22-Nov-2026 14:02:10 UTC.'])
  expect((await both(packOf(files), { keys })).keys).toMatchObject([{ from: 'you' }])
})

test('B3 a file of a pack that was altered, taken out or put in is named', async () => {
  expect(await problems(packOf({ ...files, 'evidence.pdf': '%PDF-1.8' }))).toEqual([
    'evidence.pdf is not the file that was signed.',
  ])
  const { 'evidence.pdf': _, ...fewer } = files
  expect(await problems(packOf(fewer))).toEqual(['evidence.pdf is missing.'])
  expect(await problems(packOf({ ...files, 'more.txt': '' }))).toEqual([
    'more.txt is not named in SHA256SUMS.note: it was put in later.',
  ])
})

test('B3 a pack that somebody else signed, or whose list was altered, is refused', async () => {
  expect((await problems(packOf(files, noteOf(files, makeSigner(random)))))[0]).toContain('not signed by the key')
  expect((await problems(packOf(files, noteOf(files).replace('evidence.pdf', 'evidence.pdg'))))[0]).toContain(
    'is not right',
  )
})

test('B3 a zip that two programs could read in two ways is refused', async () => {
  const odd = async (pack: Buffer) => expect((await problems(pack))[0]).toMatch(/^The zip is odd, and is not read: /)
  await odd(packOf(files, noteOf(files), { method: 8 }))
  await odd(packOf(files, noteOf(files), { flags: 1 }))
  await odd(packOf(files, noteOf(files), { behind: 'x' }))
  await odd(packOf(files, noteOf(files), { between: 'x' }))
  // Info-ZIP’s field of another name, by which some programs unpack.
  await odd(packOf(files, noteOf(files), { extra: Buffer.from('7570060001000000002e', 'hex') }))
  await odd(zipOf([...Object.entries(files), ['evidence.pdf', 'x'], ['SHA256SUMS.note', noteOf(files)]]))
  for (const name of ['../x', '/x', 'a//b', 'a\\b', 'C:x', 'a\nb', '.']) await odd(packOf({ ...files, [name]: 'x' }))
  const pack = packOf(files)
  for (let length = 1; length < pack.length; length += 7)
    expect((await both(pack.subarray(0, length))).holds).toBe(false)
})

test('B3 any bit of a pack that is another makes it fail, save times of its members that nobody signed', async () => {
  const pack = packOf(files)
  for (let at = 0; at < pack.length; at += 1) {
    const bent = Buffer.from(pack)
    bent[at]! ^= 1 << (at % 8)
    const { holds, problems } = await both(bent, { keys })
    if (holds) expect(isUnsigned(pack, at), `byte ${at}: ${problems.length}`).toBe(true)
  }
})

/** Versions, times, checksums, attributes of the zip itself: they are no part of any file. */
function isUnsigned(pack: Buffer, at: number): boolean {
  const headers = [...pack.toString('latin1').matchAll(/PK\x03\x04|PK\x01\x02/g)].map(({ index }) => index)
  const header = headers.findLast((one) => one <= at)
  if (header === undefined) return false
  const isLocal = pack[header + 2] === 3
  const place = at - header
  return isLocal
    ? (place >= 4 && place < 6) || (place >= 10 && place < 18)
    : (place >= 4 && place < 8) || (place >= 12 && place < 20) || (place >= 36 && place < 42)
}
