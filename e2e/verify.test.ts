import { AxeBuilder } from '@axe-core/playwright'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { keptNote, linesOf, makeBundle, makeLedger, seeded, textOf, vkey } from '../verifier/test/maker.ts'
import { findFirefox, startFirefox } from './firefox.ts'
import { closeBrowser, openView } from './person.ts'

const page = join(import.meta.dirname, '../verifier/page/candour-verify.html')
const random = seeded(4)
const ledger = makeLedger(random, 40)
const bundle = makeBundle(random, ledger, [10, 30])
const good = textOf(bundle)
const lines = linesOf(bundle)
const altered = `${[...lines.slice(0, 7), lines[8]!, lines[7]!, ...lines.slice(9)].join('\n')}\n`

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'candour-page-'))
  await writeFile(join(folder, 'good.ndjson'), good)
  await writeFile(join(folder, 'altered.ndjson'), altered)
  await writeFile(join(folder, 'kept.note'), keptNote(ledger, 12))
})
afterAll(async () => {
  await closeBrowser()
  await rm(folder, { recursive: true })
})

test.each([
  ['from the disk, without a network', () => pathToFileURL(page).href],
  ['as Candour serves it', () => `${inject('address')}/candour-verify.html`],
])('B3 the page checks a good and an altered bundle, %s', async (_, address) => {
  const { context, page, complaints } = await openView({ width: 768 })
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(address())
  await context.setOffline(true)
  await page.setInputFiles('#file', join(folder, 'good.ndjson'))
  await page.getByText('This bundle holds').waitFor()
  await page.getByText('All 40 entries are those that were signed').waitFor()
  await page.getByText('Whoever made the file chose this key').waitFor()
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
  await page.getByText('Check it against what you know').click()
  await page.getByLabel('Keys that you believe, one a line').fill(vkey(ledger.installation, ledger.signer))
  await page.setInputFiles('#since', join(folder, 'kept.note'))
  await page.getByText('Signed by the key that you gave').waitFor()
  await page.getByText('The earlier checkpoint is a beginning of this ledger').waitFor()
  await page.setInputFiles('#file', join(folder, 'altered.ndjson'))
  await page.getByText('This bundle does not hold').waitFor()
  await page.getByText('Entry 7 and entry 8 changed places.').waitFor()
  expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([address()])
  expect(complaints).toEqual([])
  await context.close()
})

const program = findFirefox()
const why = program === null ? ' (left out: no Firefox here; Debian: apt-get install firefox-esr)' : ''

test.skipIf(program === null)(
  `B3 in Firefox, too, the page checks a good and an altered bundle from the disk${why}`,
  async () => {
    const firefox = await startFirefox(program!)
    const give = (name: string, text: string) =>
      firefox.ask(`(() => {
      const given = new DataTransfer()
      given.items.add(new File([${JSON.stringify(text)}], '${name}'))
      const input = document.querySelector('#file')
      input.files = given.files
      input.dispatchEvent(new Event('change'))
    })()`)
    try {
      await firefox.open(pathToFileURL(page).href)
      await give('good.ndjson', good)
      await firefox.until("document.body.innerText.includes('This bundle holds')")
      await give('altered.ndjson', altered)
      await firefox.until("document.body.innerText.includes('Entry 7 and entry 8 changed places.')")
      expect(firefox.complaints).toEqual([])
    } finally {
      await firefox.close()
    }
  },
)
