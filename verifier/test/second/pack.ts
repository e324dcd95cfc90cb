import { sha256 } from './trees.ts'
import { openNote, readKey } from './notes.ts'
import { bothNames, readKeys, readOrigin, type Trust } from './bundle.ts'
import { fault, instant, list, noting, utf8, type Wrong } from './text.ts'

/** `candour/pack/1`: a zip of stored members (APPNOTE 4.3), and a signed list of their hashes. */

const manifest = 'SHA256SUMS.note'

function leadsElsewhere(name: string): boolean {
  const parts = name.split('/')
  return (
    name.length > 250 || /[\\:\p{Cc}]/u.test(name) || parts.some((part) => part === '' || part === '.' || part === '..')
  )
}

export function readPack(file: Uint8Array): Map<string, Buffer> {
  const zip = Buffer.from(file)
  const no = (why: string) => fault('file', why)
  const end = zip.length - 22
  if (end < 0 || zip.readUInt32LE(end) !== 0x06054b50) throw no('this is no zip without a comment')
  const count = zip.readUInt16LE(end + 10)
  const directory = zip.readUInt32LE(end + 16)
  const oneDisk =
    zip.readUInt32LE(end + 4) === 0 && zip.readUInt16LE(end + 8) === count && zip.readUInt16LE(end + 20) === 0
  if (!oneDisk || count === 0xffff || directory + zip.readUInt32LE(end + 12) !== end)
    throw no('the directory is not where the end says')
  const members = new Map<string, Buffer>()
  let here = 0
  let there = directory
  for (let i = 0; i < count; i++) {
    if (there + 46 > end || here + 30 > directory) throw no('the directory is too long for what is there')
    if (zip.readUInt32LE(here) !== 0x04034b50 || zip.readUInt32LE(there) !== 0x02014b50) throw no('a header is missing')
    // APPNOTE 4.3.12 and 4.3.7: the directory knows the sizes, the local header may leave them to the descriptor (flag 3, 4.3.9).
    const flags = zip.readUInt16LE(there + 8)
    const [stored, size] = [zip.readUInt32LE(there + 20), zip.readUInt32LE(there + 24)]
    const named = zip.readUInt16LE(there + 28)
    const described = (flags & 0x0008) !== 0
    const local = [18, 22].map((at) => zip.readUInt32LE(here + at))
    if ((flags & ~0x0808) !== 0 || zip.readUInt16LE(there + 10) !== 0 || stored !== size)
      throw no('a member is not stored')
    if (zip.readUInt16LE(there + 30) !== 0 || zip.readUInt32LE(there + 32) !== 0 || zip.readUInt16LE(here + 28) !== 0)
      throw no('a member has a comment, an extra field or another disk')
    if (
      zip.readUInt16LE(here + 6) !== flags ||
      zip.readUInt16LE(here + 8) !== 0 ||
      zip.readUInt16LE(here + 26) !== named ||
      !local.every((told) => told === size || (described && told === 0))
    )
      throw no('the directory says something else than the member')
    if (zip.readUInt32LE(there + 42) !== here) throw no('a member is not where the directory says')
    const from = here + 30 + named
    if (from + size > directory || there + 46 + named > end) throw no('a member ends too late')
    const label = zip.subarray(here + 30, from)
    if (!label.equals(zip.subarray(there + 46, there + 46 + named))) throw no('a member has two names')
    const name = utf8(label)
    if (members.has(name) || leadsElsewhere(name)) throw no('a name stands twice or leads elsewhere')
    const content = zip.subarray(from, from + size)
    members.set(name, content)
    here = from + size
    if (described) {
      const says = (at: number, what: number) => here + 16 <= directory && zip.readUInt32LE(here + at) === what
      if (!says(0, 0x08074b50) || !says(8, size) || !says(12, size)) throw no('the sizes behind a member are wrong')
      here += 16
    }
    there += 46 + named
  }
  if (here !== directory || there !== end) throw no('something lies between the members')
  return members
}

function keysOf(evidence: Buffer | undefined, origin: string, installation: string) {
  let value: unknown
  try {
    value = JSON.parse(utf8(evidence ?? Buffer.alloc(0)))
  } catch {
    throw fault('file', 'evidence.json is missing or no JSON')
  }
  return readKeys(list((value as { keys?: unknown } | null)?.keys, 'keys', 1, 16), origin, installation)
}

export function judgePack(members: Map<string, Buffer>, trust: Trust): Wrong[] {
  const wrong: Wrong[] = []
  noting(wrong, () => {
    const note = utf8(members.get(manifest) ?? Buffer.alloc(0))
    const [origin, format, time, ...lines] = note.slice(0, note.lastIndexOf('\n\n')).split('\n')
    const { installation } = readOrigin(origin)
    if (format !== 'candour/pack/1' || !time?.startsWith('time ') || instant(time.slice(5), 'seconds') === null)
      throw fault('form', 'the list does not begin as a list does')
    const keys = trust.keys
      ? bothNames(trust.keys.map(readKey), origin!, installation)
      : keysOf(members.get('evidence.json'), origin!, installation)
    openNote(
      note,
      keys.filter((key) => key.name === origin),
    )
    const listed = new Map<string, string>()
    for (const line of lines) {
      const [, hash, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? []
      if (!hash || !name || listed.has(name)) throw fault('form', 'a line of the list is not well formed')
      listed.set(name, hash)
    }
    for (const [name, content] of members)
      if (name !== manifest && listed.get(name) !== sha256(content).toString('hex'))
        wrong.push({ kind: 'file', why: `${name} is not as it was signed` })
    for (const name of listed.keys())
      if (name === manifest || !members.has(name)) wrong.push({ kind: 'file', why: `${name} is missing` })
  })
  return wrong
}
