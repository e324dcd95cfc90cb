import { existsSync, readdirSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../candour.ts'
import { signUp } from '../people.ts'
import { exportFolder, folderOf, importFolder, readFolder, unstamped } from './by-command.ts'

/** Data to try things on, beside the checkouts; never part of the repository. */
const folder = join(import.meta.dirname, '../../../../shared/data/synthea-10')
const isThere = existsSync(folder)
const why = isThere ? '' : ' (skipped: the synthea-10 data are not here)'

let candour: TestCandour
beforeAll(async () => {
  candour = await startTestCandour()
})
afterAll(() => candour.stop())

async function linesOf(path: string): Promise<Map<string, string>> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '')
  return new Map(lines.map((line) => [(JSON.parse(line) as { id: string }).id, unstamped(line)]))
}

test.skipIf(!isThere)(
  `synthea-10 goes in whole, comes out as it came, and once more through another practice${why}`,
  async () => {
    const one = (await signUp(candour, 'One practice')).session.practice.id
    const two = (await signUp(candour, 'Another practice')).session.practice.id
    const report: string[] = []
    const measure = async <T>(what: string, act: () => Promise<T>): Promise<T> => {
      const cpu = process.cpuUsage()
      const began = performance.now()
      const result = await act()
      const { user, system } = process.cpuUsage(cpu)
      const seconds = (performance.now() - began) / 1000
      const cost = ((user + system) / 1000 / 7160).toFixed(2)
      report.push(`${what}: ${seconds.toFixed(1)} s, ${Math.round(7160 / seconds)}/s, ${cost} ms of CPU each`)
      return result
    }
    const checked = await measure('check', () => importFolder(candour, one, folder, { step: 'check' }))
    expect(checked.refused).toEqual([])
    expect(checked.facts.references).toEqual({ found: 10_037, resolved: 10_037 })
    expect(checked.facts.checked.reduce((sum, { created }) => sum + created, 0)).toBe(7160)

    const kept = await measure('import', () => importFolder(candour, one, folder))
    expect(kept.refused).toEqual([])
    expect(kept.facts.kept).toEqual(checked.facts.checked)
    const again = await measure('import again', () => importFolder(candour, one, folder))
    expect(again.facts.kept.reduce((sum, { unchanged }) => sum + unchanged, 0)).toBe(7160)

    const first = await folderOf({})
    const second = await folderOf({})
    await measure('export', () => exportFolder(candour, one, first))
    for (const name of readdirSync(folder)) {
      const came = await linesOf(join(folder, name))
      const left = await linesOf(join(first, name.replace('.000', '')))
      expect([name, left.size]).toEqual([name, came.size])
      for (const [id, line] of came) expect(left.get(id)).toBe(line)
    }

    await measure('import of the export', () => importFolder(candour, two, first))
    await measure('export of that', () => exportFolder(candour, two, second))
    const [mine, theirs] = [await readFolder(first), await readFolder(second)]
    expect([...theirs.keys()].toSorted()).toEqual([...mine.keys()].toSorted())
    for (const [path, bytes] of mine)
      if (path.endsWith('.ndjson'))
        expect(theirs.get(path)!.toString().split('\n').map(unstamped)).toEqual(
          bytes.toString().split('\n').map(unstamped),
        )
    process.stdout.write(`${report.join('\n')}\n`)
    await rm(first, { recursive: true })
    await rm(second, { recursive: true })
  },
  300_000,
)
