/** That what was altered is called by its name, not only refused. */
import { expect, test } from 'vitest'
import { both, type Given } from './agreement.ts'
import {
  checkpointText,
  keptNote,
  leafHashOf,
  leafOf,
  linesOf,
  makeBundle,
  makeEntry,
  makeLedger,
  makeProof,
  makeSigner,
  seeded,
  signedNote,
  textOf,
  timeAt,
  vkey,
} from './maker.ts'

const random = seeded(5)
const ledger = makeLedger(random, 60)
const bundle = makeBundle(random, ledger, [20, 40, 58])
const lines = linesOf(bundle)
const good = textOf(bundle)
const fileOf = (all: string[]) => `${all.join('\n')}\n`
const altered = (change: (all: string[]) => void) => {
  const all = [...lines]
  change(all)
  return fileOf(all)
}
const edit = (entry: number) => (all: string[]) =>
  (all[entry] = all[entry]!.replace(/"verb":"[^"]*"/, '"verb":"nothing.happened"'))
const whole = { name: 'yesterday.ndjson', bytes: Buffer.from(good) }
const problems = async (file: string | Buffer, given?: Given) =>
  (await both(file, given)).problems.map(({ what }) => what)

test('B3 a good bundle holds, says by whose key, what was shown, and which witnesses saw it', async () => {
  const report = await both(good)
  expect(report).toMatchObject({ holds: true, size: 60, problems: [], warnings: [] })
  expect(report.keys.map(({ from }) => from)).toEqual(['file', 'file'])
  expect(report.witnesses).toHaveLength(2)
  expect(report.shown[0]).toMatch(
    /^All 60 entries are those that were signed on \d\d-Nov-2026 .* UTC, in their order, none missing and none added\.$/,
  )
  const yours = await both(good, { keys: [vkey(ledger.installation, ledger.signer)] })
  expect(yours.keys.map(({ from }) => from)).toEqual(['you', 'you'])
})

test('B3 two entries that changed places are named', async () => {
  const file = altered((all) => ([all[7], all[8]] = [all[8]!, all[7]!]))
  expect(await problems(file)).toEqual(['Entry 7 and entry 8 changed places.'])
  const far = altered((all) => ([all[22], all[37]] = [all[37]!, all[22]!]))
  expect(await problems(far)).toEqual(['Entry 22 and entry 37 changed places.'])
})

test('B3 an entry that was moved is named, with where it stood', async () => {
  const file = altered((all) => all.splice(30, 0, ...all.splice(24, 1)))
  expect(await problems(file)).toEqual(['Entry 30 was moved: it was signed as entry 24.'])
})

test('B3 an entry that came in, or came in twice, is named', async () => {
  const count = 'The last line counts 60 entries, and 61 are there.'
  const strange = altered((all) => all.splice(45, 0, JSON.stringify(makeEntry(seeded(9), ledger.start))))
  expect(await problems(strange)).toEqual([count, 'Entry 45 was never signed, and came in between.'])
  const twice = altered((all) => all.splice(46, 0, all[45]!))
  expect(await problems(twice)).toEqual([
    count,
    'Entry 46 was never signed, and came in between: it is entry 45 once more.',
  ])
})

test('B3 an altered entry is narrowed down by the anchors, and named exactly by what was kept from before', async () => {
  const file = altered(edit(33))
  expect(await problems(file)).toEqual([
    'Among entries 21 to 40 there is at least one that is not the one that was signed. Entries 1 to 20 are those that were signed.',
  ])
  const notes = [32, 33].map((size) => ({ name: `${size}.note`, bytes: Buffer.from(keptNote(ledger, size)) }))
  expect(await problems(file, { since: notes })).toEqual(['Entry 33 is not the one that was signed.'])
  const proof = { name: 'proof.json', bytes: Buffer.from(makeProof(ledger, 33)) }
  expect(await problems(file, { since: [proof] })).toEqual([
    'Entry 33 is not the one that was signed: proof.json shows another.',
  ])
  expect(await problems(file, { since: [whole] })).toContain(
    'Entry 33 is not the one that was signed: yesterday.ndjson has another.',
  )
})

test('B3 an entry that was replaced by a copy of another is named', async () => {
  const file = altered((all) => (all[13] = all[12]!))
  expect(await problems(file)).toEqual(['Entry 13 is not the one that was signed: it is a copy of entry 12.'])
})

test('B3 missing entries are counted, narrowed down, and named exactly by an earlier bundle', async () => {
  const file = altered((all) => {
    all.splice(22, 3)
    all[all.length - 1] = all.at(-1)!.replace('60', '57')
  })
  expect(await problems(file)).toEqual([
    '3 entries are missing, the first of them among entries 21 to 40. The checkpoint counts 60 entries, and the file has 57.',
  ])
  expect(await problems(file, { since: [whole] })).toContain('Entries 22 to 24 of yesterday.ndjson are missing.')
})

test('B3 a file that breaks off says so, and where', async () => {
  expect(await problems(fileOf(lines.slice(0, 45)))).toEqual([
    'The file ends before its last line: entry 44 is its last whole one.',
    'Entries 45 to 60 are missing. The checkpoint counts 60 entries, and the file has 44.',
  ])
  expect((await problems(good.slice(0, -1)))[0]).toBe(
    'The file ends before its last line: entry 60 is its last whole one.',
  )
})

test('B3 a fork is named, with the last entry that both have in common', async () => {
  const entries = [...ledger.entries]
  entries[49] = makeEntry(random, ledger.start)
  const fork = { ...ledger, entries, hashes: entries.map((entry) => leafHashOf(leafOf(entry))) }
  const since = [45, 55].map((size) => ({ name: `${size}.note`, bytes: Buffer.from(keptNote(fork, size)) }))
  const [told, ...more] = await problems(good, { since })
  expect(more).toEqual([])
  expect(told).toMatch(
    /^This ledger was forked after entry 45: 55.note was signed on .* over 55 entries, and the first 55 of this file are others\.$/,
  )
})

test('B3 a ledger that was cut since is named', async () => {
  const part = { ...ledger, entries: ledger.entries.slice(0, 50), hashes: ledger.hashes.slice(0, 50) }
  const [told] = await problems(textOf(makeBundle(random, part, [20])), {
    since: [{ name: 'kept.note', bytes: Buffer.from(keptNote(ledger, 60)) }],
  })
  expect(told).toMatch(/^Entries 51 to 60 are missing: kept.note, signed on .*, has 60 entries, and this file has 50\./)
})

test('B3 what was signed anew with another key holds for whoever asks the file alone, and not for who knows the key', async () => {
  const thief = { ...ledger, signer: makeSigner(random) }
  const file = textOf(makeBundle(random, thief, [20]))
  expect((await both(file)).holds).toBe(true)
  expect((await problems(file, { keys: [vkey(ledger.origin, ledger.signer)] }))[0]).toContain(
    'not signed by a key that you gave',
  )
  expect(
    (await problems(file, { since: [{ name: 'kept.note', bytes: Buffer.from(keptNote(ledger, 5)) }] }))[0],
  ).toContain('kept.note is not signed by the key that signed this file')
})

test('B3 an entry that can’t be read is named by its line, with the reason', async () => {
  const one = async (entry: number, from: string | RegExp, to: string) =>
    (await problems(altered((all) => (all[entry] = all[entry]!.replace(from, to)))))[0]
  expect(await one(9, '"verb"', '"werb"')).toBe('Entry 9 (line 10) can’t be read: it has no verb.')
  expect(await one(9, /"at":(\d+)/, '"at":$1,"at":$1')).toBe(
    'Entry 9 (line 10) can’t be read: it is written in another way than entries are.',
  )
  expect(await one(9, '}', '')).toBe('Entry 9 (line 10) can’t be read: it is not JSON.')
  expect(await one(9, /$/, '\r')).toBe('Entry 9 (line 10) can’t be read: it ends as on another system (CR LF).')
})

test('B3 times out of order are told of and named, by the tolerance; a checkpoint whose time went back is refused', async () => {
  const entries = ledger.entries.map((entry, place) => (place === 30 ? { ...entry, at: entry.at - 3_600_000 } : entry))
  const odd = { ...ledger, entries, hashes: entries.map((entry) => leafHashOf(leafOf(entry))) }
  const { holds, warnings } = await both(textOf(makeBundle(random, odd, [])))
  expect(holds).toBe(true)
  expect(warnings).toMatchObject([
    { code: 'time', entries: [31, 31], what: expect.stringMatching(/^Entry 31 is of .*, and comes after entry 30 /) },
  ])
  const late = { ...ledger, entries: [{ ...ledger.entries[0]!, at: ledger.start + 10 ** 9 }] }
  const file = textOf(
    makeBundle(random, { ...late, hashes: late.entries.map((entry) => leafHashOf(leafOf(entry))) }, []),
  )
  expect((await both(file)).warnings[0]!.what).toMatch(
    /^Entry 1 is of .*, later than the checkpoint of this file, which covers it/,
  )
  const note = signedNote(
    ledger,
    ledger.origin,
    checkpointText(ledger.origin, ledger.hashes.slice(0, 50), timeAt(ledger, 61)),
  )
  expect((await problems(good, { since: [{ name: 'kept.note', bytes: Buffer.from(note) }] }))[0]).toContain(
    'Time went back: kept.note has fewer entries than the checkpoint of this file',
  )
})

test('B3 anchors of another practice, out of order, or outside of the global tree are named', async () => {
  const anchors = bundle.anchors
  const swapped = textOf({ ...bundle, anchors: [anchors[1]!, anchors[0]!, anchors[2]!] })
  expect((await problems(swapped))[0]).toMatch(
    /^The anchor of .* \(20 entries\) stands behind the anchor of .* \(40 entries\), which is a later one\.$/,
  )
  const outside = textOf({
    ...bundle,
    anchors: [{ ...anchors[0]!, proof: anchors[0]!.proof.slice(1) }, anchors[1]!, anchors[2]!],
  })
  expect((await problems(outside))[0]).toMatch(
    /^The anchor of .* \(20 entries\) does not lie in the installation’s own tree\.$/,
  )
})

test('B3 witnesses that were asked for must have signed: all, or as many as needed', async () => {
  const [one, other] = ledger.witnesses.map(({ name, signer }) => vkey(name, signer, 4)) as [string, string]
  const stranger = vkey('witness.example/x', makeSigner(random), 4)
  expect((await both(good, { witnesses: [one, other] })).holds).toBe(true)
  expect((await both(good, { witnesses: [one, stranger], need: 1 })).holds).toBe(true)
  expect(await problems(good, { witnesses: [one, stranger] })).toEqual([
    '2 witnesses must have signed the global checkpoint, and 1 did.',
  ])
})

test('B3 a proof of an entry is small, holds, and any bit of it that is another makes it fail', async () => {
  const proof = Buffer.from(makeProof(ledger, 42))
  expect(proof.length).toBeLessThan(5_000)
  expect((await both(proof)).shown[0]).toContain('Entry 42 of 60 is in the ledger')
  expect((await both(JSON.stringify(JSON.parse(proof.toString()), null, 2))).holds).toBe(true)
  for (let at = 0; at < proof.length; at += 3) {
    const bent = Buffer.from(proof)
    bent[at]! ^= 1 << (at % 8)
    expect((await both(bent, { keys: [vkey(ledger.origin, ledger.signer)] })).holds, `byte ${at}`).toBe(false)
  }
})
