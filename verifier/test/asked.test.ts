/** What whoever checks asks and keeps is taken as docs/verify.md says, by both verifiers. */
import { expect, test } from 'vitest'
import { both } from './agreement.ts'
import {
  checkpointText,
  leafHashOf,
  leafOf,
  linesOf,
  makeBundle,
  makeLedger,
  makeProof,
  makeSigner,
  seeded,
  signedNote,
  textOf,
  vkey,
} from './maker.ts'

const random = seeded(8)
const ledger = makeLedger(random, 12)
const bundle = makeBundle(random, ledger, [5, 12])
const good = textOf(bundle)
const [witness] = ledger.witnesses.map(({ name, signer }) => vkey(name, signer, 4)) as [string]
const kept = (bytes: string) => ({ since: [{ name: 'kept', bytes: Buffer.from(bytes) }] })
const problems = async (...asked: Parameters<typeof both>) => (await both(...asked)).problems.map(({ what }) => what)

test('B3 witnesses that the file itself names do not count towards what was asked', async () => {
  expect((await both(good)).witnesses).toHaveLength(2)
  expect(await problems(good, { need: 1 })).toEqual(['1 witness must have signed the global checkpoint, and 0 did.'])
  expect((await both(good, { witnesses: [witness], need: 1 })).holds).toBe(true)
})

test('B3 a proof that was kept must be one: its keys, its length, its leaf', async () => {
  const proof = makeProof(ledger, 3, 9)
  const withKeys = (keys: string[]) => JSON.stringify({ ...(JSON.parse(proof) as object), keys })
  expect((await both(good, kept(`\n ${proof} \n`))).holds).toBe(true)
  for (const odd of [[], ['x'], [vkey('x', ledger.signer)], [vkey(ledger.origin, makeSigner(random))]])
    expect((await problems(good, kept(withKeys(odd)))).join()).toContain('kept does not hold itself')
  expect(await problems(good, kept(proof + ' '.repeat(64_000)))).toEqual(['kept is longer than a proof can be.'])
  const leaf = leafOf({ ...ledger.entries[0]!, subjects: 1e9 })
  const checkpoint = signedNote(ledger, ledger.origin, checkpointText(ledger.origin, [leafHashOf(leaf)], ledger.start))
  const strange = { ...(JSON.parse(makeProof(ledger, 1, 1)) as object), leaf: leaf.toString('base64'), checkpoint }
  expect(await problems(JSON.stringify(strange))).toEqual([
    'The file is no proof of an entry: what it holds is no entry.',
  ])
})

test('B3 a checkpoint of the installation that was kept: no fewer leaves, one root of one size, and time that goes on', async () => {
  const note = bundle.header['global'] as string
  const told = note.slice(0, note.lastIndexOf('\n\n') + 1)
  const signed = (text: string) => kept(signedNote(ledger, ledger.installation, text))
  const size = Number(told.split('\n')[1])
  const sized = (other: number) => told.replace(`\n${size}\n`, `\n${other}\n`)
  expect((await both(good, signed(told))).holds).toBe(true)
  expect((await both(good, signed(sized(size - 1)))).holds).toBe(true)
  // Signed again an hour later, with nothing new.
  expect((await both(good, signed(told.replace('time 2026', 'time 2027')))).holds).toBe(true)
  expect((await problems(good, signed(sized(size + 1))))[0]).toContain('is a later state')
  expect((await problems(good, signed(told.replace(/\n.{43}=/, `\n${'A'.repeat(43)}=`))))[0]).toContain('was forked')
  const late = sized(size - 1).replace('time 2026', 'time 2027')
  expect((await problems(good, signed(late)))[0]).toMatch(/^Time went back: kept is a smaller state/)
})

test('B3 a bundle that was kept holds the installation to its own checkpoint too, and a file without one is behind it', async () => {
  const note = bundle.header['global'] as string
  const told = note.slice(0, note.lastIndexOf('\n\n') + 1)
  const size = Number(told.split('\n')[1])
  const sized = (other: number) => told.replace(`\n${size}\n`, `\n${other}\n`)
  const older = makeBundle(random, ledger, [])
  const withGlobal = (global: string | null) => textOf({ ...older, header: { ...older.header, global } })
  const keeping = (text: string, signer = ledger.signer) =>
    kept(withGlobal(signedNote(ledger, ledger.installation, text, signer)))
  expect((await both(good, kept(good))).warnings).toEqual([])
  expect((await both(good, kept(withGlobal(null)))).holds).toBe(true)
  const grown = await both(good, keeping(sized(size - 1)))
  expect(grown).toMatchObject({ holds: true, warnings: [{ code: 'global' }] })
  expect(await problems(good, keeping(sized(size + 1)))).toEqual([
    'kept is a later state of the installation’s own tree than this file has.',
  ])
  const forked = await problems(good, keeping(told.replace(/\n.{43}=/, `\n${'A'.repeat(43)}=`)))
  expect(forked).toEqual([`The installation’s own tree was forked: kept and this file show two of ${size} entries.`])
  const late = keeping(sized(size - 1).replace('time 2026', 'time 2027'))
  expect((await problems(good, late))[0]).toMatch(/^Time went back: kept is a smaller state/)
  expect(await problems(withGlobal(null), kept(good))).toEqual([
    'kept is a later state of the installation’s own tree than this file has.',
  ])
  // The installation’s key of the kept file is another than that of the new one, and of the practice both have the same.
  const stranger = makeSigner(random)
  const strange = signedNote(ledger, ledger.installation, told, stranger)
  const keys = [vkey(ledger.origin, ledger.signer), vkey(ledger.installation, stranger)]
  const other = textOf({ ...older, header: { ...older.header, keys, global: strange } })
  expect((await both(other)).holds).toBe(true)
  expect((await problems(good, kept(other)))[0]).toContain('kept is not signed by the key that signed this file')
})

test('B3 entries behind one that can’t be read are not called missing', async () => {
  const lines = linesOf(bundle)
  lines[4] = lines[4]!.replace('{', '{"number":4,')
  expect(await problems(`${lines.join('\n')}\n`, kept(good))).toEqual([
    "Entry 4 (line 5) can’t be read: it has a field that entries don't have.",
    'Entry 4 is not the one that was signed: kept has another.',
  ])
})

test('B3 what was asked of a proof and can’t be answered by it is no yes', async () => {
  const proof = makeProof(ledger, 3)
  for (const asked of [kept(good), { witnesses: [witness] }, { need: 1 }])
    await expect(both(proof, asked)).rejects.toThrow('looked for in bundles alone')
})
