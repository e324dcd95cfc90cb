/** Fills quickly: patients by import, practices by signing up. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Load } from '../load/load.ts'
import type { Stock } from '../operations/operation.ts'
import { firstImported, idOf, importedNotes, importedPatient, shortRecord } from '../operations/record.ts'
import { person } from '../operations/people.ts'
import { fill } from '../targets/fill.ts'
import { notesInChart } from '../targets/fillings.ts'
import { isSignedIn, signIn } from '../targets/candour.ts'
import type { Target } from '../targets/target.ts'
import { runCommand } from '../transfers/run-command.ts'
import { writeRecords } from '../transfers/write-files.ts'
import type { Grown } from './grown.ts'

/** The first of them have charts of 20 notes. */
const charts = 50

/** Imports until there are so many; answers the practice as the load knows it. An import that was broken off is done again. */
export async function addPatients(candour: Target, home: string, grown: Grown, size: number): Promise<Stock> {
  const until = size - grown.registered
  if (until > grown.imported) {
    const folder = join(home, 'records')
    await rm(folder, { recursive: true, force: true })
    await writeRecords(folder, recordsOf(grown.imported, until))
    await runCommand(home, ['import', '--practice', 'One', folder, '--yes'])
    await candour.settle()
    await rm(folder, { recursive: true })
    grown.imported = until
  }
  const stock: Stock = { ...grown.one!, patients: [], charts: [] }
  for (let at = 0; at < grown.imported; at++) {
    const number = firstImported + at
    const id = idOf('Patient', number)
    if (at >= charts) stock.patients.push({ id, nhsNumber: person(number).nhsNumber })
    else {
      const notes = Array.from({ length: notesInChart }, (_, place) => idOf('Composition', number, place))
      stock.charts.push({ patient: id, notes })
    }
  }
  return stock
}

function* recordsOf(from: number, until: number) {
  for (let at = from; at < until; at++) {
    const number = firstImported + at
    yield at < charts ? [importedPatient(number), ...importedNotes(number, notesInChart)] : shortRecord(number)
  }
}

const patientsEach = 20
const atOnce = 4

/** Signs up and fills until there are so many practices. */
export async function addPractices(
  candour: Target,
  load: Load,
  many: Stock[],
  size: number,
  save: () => void,
): Promise<void> {
  while (many.length < size) {
    const until = Math.min(size, many.length + 100)
    const added: Stock[] = []
    for (let at = many.length; at < until; at += atOnce) {
      const names = Array.from({ length: Math.min(atOnce, until - at) }, (_, place) => `Practice ${at + place}`)
      added.push(...(await Promise.all(names.map((name) => candour.openPractice(name)))))
    }
    // Charts for those that the load is of.
    if (many.length < 10) await fill(load, candour, added, { patients: patientsEach, charts: 1, files: [] })
    else await fill(load, candour, added, { patients: patientsEach, charts: 0, files: [] })
    many.push(...added)
    save()
  }
}

/** Sessions end after 15 minutes without a request; those that did are signed in again. */
export async function stillSignedIn(address: string, stocks: Stock[]): Promise<void> {
  for (const stock of stocks)
    if (!(await isSignedIn(address, stock))) Object.assign(stock, await signIn(address, stock.email))
}
