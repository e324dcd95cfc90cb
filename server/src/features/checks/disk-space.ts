import type { Space } from '../../platform/space-of.ts'
import type { CheckPlace } from './check-place.ts'
import type { Check, Finding } from './check.ts'
import { figures } from './figures.store.ts'

const gigabyte = 1e9
const day = 86_400_000
/** Failing below this part of the disk (but for large ones, where so many bytes are enough), and below so many bytes in any case. */
const leastPart = 0.05
const enough = 50 * gigabyte
const least = gigabyte
/** What is used up within so many days, at the rate of the last week, is told before it is. */
const daysAhead = 14

/** Room for what is kept: files, database and keys; and how fast the database grows. */
export const diskSpace: Check = {
  name: 'disk-space',
  title: 'There is room for records, files and keys',
  of: 'installation',
  everySeconds: 60,
  async run({ config, spaceOf, database, before, now }) {
    const places = { data: config.data, files: config.blobs, keys: config.keys }
    const full: string[] = []
    const facts: Record<string, string | number> = {}
    for (const [name, path] of Object.entries(places)) {
      const space = await spaceOf(path)
      facts[`${name}FreeBytes`] = space.free
      facts[`${name}FreeFiles`] = space.freeFiles
      if (isTight(space)) full.push(name)
    }
    const bytes = await figures.databaseBytes(database.jobs)
    Object.assign(facts, { databaseBytes: bytes }, growth(bytes, before, now))
    return { ...judge(full, facts, config.database.kind === 'embedded'), facts }
  },
}

function judge(full: string[], facts: Record<string, string | number>, isHere: boolean): Omit<Finding, 'facts'> {
  if (full.length > 0)
    return {
      state: 'failing',
      what: `There is hardly any room left for: ${full.join(', ')}. Make room, or a larger disk.`,
    }
  const perDay = Number(facts['databaseBytesADay'] ?? 0)
  if (isHere && perDay * daysAhead > Number(facts['dataFreeBytes']))
    return { state: 'failing', what: `At the rate of the last days the disk is full within ${daysAhead} days.` }
  return { state: 'well', what: 'There is room on the disks.' }
}

function isTight({ free, size, freeFiles, files }: Space): boolean {
  if (free < least || (free < enough && free < size * leastPart)) return true
  return files > 0 && freeFiles < files * leastPart
}

/** Against a figure of about a week ago; none on the first day. */
function growth(bytes: number, before: CheckPlace['before'], now: Date): Record<string, string | number> {
  const was = Number(before?.['databaseBytesThen'] ?? bytes)
  const at = typeof before?.['databaseThen'] === 'string' ? Date.parse(before['databaseThen']) : now.getTime()
  const days = (now.getTime() - at) / day
  const perDay = days >= 1 ? Math.max(0, Math.round((bytes - was) / days)) : Number(before?.['databaseBytesADay'] ?? 0)
  if (days >= 7) return { databaseBytesThen: bytes, databaseThen: now.toISOString(), databaseBytesADay: perDay }
  return { databaseBytesThen: was, databaseThen: new Date(at).toISOString(), databaseBytesADay: perDay }
}
