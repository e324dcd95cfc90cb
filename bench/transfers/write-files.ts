/** What is imported, as files: NDJSON by type, as other systems export it, and a spreadsheet of patients. */
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { firstInTable } from '../operations/record.ts'
import { person } from '../operations/people.ts'

/** One file a type. Answers how many resources were written. */
export async function writeRecords(folder: string, records: Iterable<{ resourceType: string }[]>): Promise<number> {
  await mkdir(folder, { recursive: true })
  const files = new Map<string, WriteStream>()
  let written = 0
  for (const record of records)
    for (const resource of record) {
      const { resourceType: type } = resource
      const file = files.get(type) ?? createWriteStream(join(folder, `${type}.ndjson`))
      files.set(type, file)
      written += 1
      if (!file.write(`${JSON.stringify(resource)}\n`)) await once(file, 'drain')
    }
  for (const file of files.values()) await finished(file.end())
  return written
}

/** As Dentally names its columns, more or less. */
export async function writeTable(path: string, rows: number): Promise<void> {
  const lines = [
    'Patient ID,Title,First Name,Last Name,Date of Birth,Gender,NHS Number,Mobile,Email,Address 1,Postcode',
  ]
  for (let row = 0; row < rows; row++) {
    const number = firstInTable + row
    const { family, given, birthDate, nhsNumber, phone, email, postcode } = person(number)
    const [year, month, day] = birthDate.split('-')
    const street = `${1 + (number % 90)} Tallow Lane`
    lines.push(
      [
        number,
        'Mx',
        given,
        family,
        `${day}/${month}/${year}`,
        'Female',
        nhsNumber,
        phone,
        email,
        street,
        postcode,
      ].join(),
    )
  }
  await writeFile(path, `${lines.join('\r\n')}\r\n`)
}

/** Bytes in a folder or file, all that is below included. */
export async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => null)
  if (found === null) return 0
  if (!found.isDirectory()) return found.size
  const sizes = await Promise.all((await readdir(path)).map((name) => sizeOf(join(path, name))))
  return sizes.reduce((sum, size) => sum + size, 0)
}
