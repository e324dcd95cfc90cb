/** `candour/pack/1`: a zip whose members are each named, with their hash, in a signed note. */
import { hex, textOf } from './bytes.ts'
import { globalOrigin, readTime } from './checkpoint.ts'
import { chooseKeys, noteKey, readTold, type Trust } from './choose-keys.ts'
import type { Means, Source } from './means.ts'
import { mostNote } from './earlier.ts'
import { openNote, readNote, type Vkey } from './note.ts'
import { count, showTime, Wrong, type Finding, type Report } from './report.ts'
import { readZip, type Member } from './zip.ts'

const noteName = 'SHA256SUMS.note'
const chunk = 1 << 20

export async function verifyPack(means: Means, source: Source, trust: Trust, report: Report): Promise<void> {
  const members = await readZip(source)
  const listed = members.find(({ name }) => name === noteName)
  if (listed === undefined || listed.to - listed.from > mostNote)
    throw new Wrong('pack', `The zip is no evidence pack of Candour’s: it has no ${noteName}.`)
  const note = await memberText(source, listed)
  const { origin, time, sums } = readSums(readNote(note).text)
  report.origin = origin
  report.time = new Date(time).toISOString()
  const told = trust.keys.length > 0 ? [] : await keysOf(means, source, members, origin)
  const chosen = chooseKeys(means, trust.keys, told, origin)
  const { signedBy } = await openNote(means, note, chosen.keys, noteName)
  if (signedBy.length === 0) throw new Wrong('signature', `${noteName} is not signed by the key.`)
  for (const key of signedBy) noteKey(report, key, chosen.from)
  const others = members.filter(({ name }) => name !== noteName)
  for (const { name } of others)
    if (!sums.has(name))
      report.problems.push(finding(`${name} is not named in ${noteName}: it was put in later.`, 'added'))
  for (const [name, sum] of sums) {
    const member = others.find((one) => one.name === name)
    if (member === undefined) report.problems.push(finding(`${name} is missing.`, 'missing'))
    else if ((await hashOf(means, source, member)) !== sum)
      report.problems.push(finding(`${name} is not the file that was signed.`, 'altered'))
  }
  if (report.problems.length === 0)
    report.shown.push(`All ${count(sums.size)} files of the pack are those that were signed on ${showTime(time)}.`)
}

function finding(what: string, code: string): Finding {
  return { code, what }
}

function readSums(text: string): { origin: string; time: number; sums: Map<string, string> } {
  const broken = new Wrong('pack', `${noteName} is not written as that of a pack is.`)
  const [origin = '', format, timeLine = '', ...lines] = text.split('\n')
  const time = timeLine.startsWith('time ') ? readTime(timeLine.slice(5)) : null
  if (globalOrigin(origin) === null || format !== 'candour/pack/1' || time === null || lines.pop() !== '') throw broken
  const sums = new Map<string, string>()
  for (const line of lines) {
    const [, sum, name] = /^([0-9a-f]{64})  (.+)$/.exec(line) ?? []
    if (sum === undefined || name === undefined || sums.has(name)) throw broken
    sums.set(name, sum)
  }
  return { origin, time, sums }
}

/** A pack may bring its key in `evidence.json`; whoever has it from elsewhere knows more. */
async function keysOf(means: Means, source: Source, members: readonly Member[], origin: string): Promise<Vkey[]> {
  const evidence = members.find(({ name }) => name === 'evidence.json')
  if (evidence === undefined || evidence.to - evidence.from > 64 * chunk) return []
  let keys: unknown
  try {
    keys = (JSON.parse(await memberText(source, evidence)) as { keys?: unknown }).keys
  } catch {
    return []
  }
  return readTold(means, keys, origin) ?? []
}

async function memberText(source: Source, { from, to }: Member): Promise<string> {
  const text = textOf(await source.read(from, to))
  if (text === null) throw new Wrong('pack', 'A member that should be text is none.')
  return text
}

async function hashOf(means: Means, source: Source, { from, to }: Member): Promise<string> {
  const hasher = means.hasher()
  for (let at = from; at < to; at += chunk) hasher.update(await source.read(at, Math.min(at + chunk, to)))
  return hex(hasher.digest())
}
