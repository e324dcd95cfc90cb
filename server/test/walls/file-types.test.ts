import { afterAll, beforeAll, expect, test } from 'vitest'
import { readdir } from 'node:fs/promises'
import type { TestCandour } from '../candour.ts'
import { codeOf } from './altered.ts'
import { addFile, announceFile, buildHouse, type House } from './house.ts'
import { contentsOf } from './owner.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Thistle')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const script = '<script>alert(document.cookie)</script>'
const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`

async function filesOnDisk(): Promise<string[]> {
  return (await readdir(candour.config.blobs, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .toSorted()
}

const refused: Record<string, string | Buffer> = {
  HTML: `<!doctype html><html><body>${script}</body></html>`,
  'HTML in capitals': `<HTML>${script}`,
  'HTML without a head': `<body onload=alert(1)>`,
  'HTML behind space': `\n\n\t  ${script}`,
  'HTML behind a byte order mark': `\ufeff${script}`,
  'HTML behind a comment': `<!-- a letter -->${script}`,
  'one element': '<img src=x onerror=alert(1)>',
  'a closing element': `</p>${script}`,
  SVG: svg,
  'SVG behind an XML head': `<?xml version="1.0"?>${svg}`,
  'SVG behind a comment': `<!-- x -->${svg}`,
  XML: '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
  'a program for Windows': Buffer.from('4d5a90000300000004000000ffff0000b800000000000000', 'hex'),
  'a program for Linux': Buffer.from('7f454c4602010100000000000000000002003e0001000000', 'hex'),
  'a ZIP': Buffer.from('504b0304140000000800', 'hex'),
  'a compressed stream': Buffer.from('1f8b0800000000000003', 'hex'),
  'a document with macros': Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  'a Java class': Buffer.from('cafebabe00000034', 'hex'),
  'bytes of no kind': Buffer.from([0, 1, 2, 3, 0xff, 0xfe, 0x80]),
  'text with a zero byte': 'hello\u0000world',
}

test('P51 what a browser or a computer could run is refused whatever its name says, and nothing of it is kept', async () => {
  const disk = await filesOnDisk()
  for (const [what, contents] of Object.entries(refused)) {
    const bytes = Buffer.from(contents as string)
    for (const name of ['photo.jpg', 'letter.pdf', 'note.txt']) {
      const id = await announceFile(house.admin, house.patient.id, bytes.length, name)
      const before = await contentsOf(house.owner)
      const answer = await house.admin.browser.send('PUT', `/api/files/${id}/content`, bytes, {
        'content-type': 'image/jpeg',
      })
      expect([what, answer.status, codeOf(answer)]).toEqual([what, 415, 'file.type_refused'])
      expect(await contentsOf(house.owner)).toEqual(before)
      expect((await house.admin.browser.send('GET', `/api/files/${id}`)).status).toBe(404)
      expect((await house.admin.browser.send('GET', `/api/files/${id}/content`)).status).toBe(404)
    }
  }
  expect(await filesOnDisk()).toEqual(disk)
})

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const twoFaced: Record<string, Buffer> = {
  'a GIF that is a script too': Buffer.from(`GIF89a/*${'\0'.repeat(16)}*/=alert(1)//`, 'latin1'),
  'a PNG with a page behind it': Buffer.concat([png, Buffer.from(`<html>${script}`)]),
  'a PDF with a page behind it': Buffer.from(`%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n<html>${script}`),
  'a PDF that acts': Buffer.from('%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF'),
  'text with a page further down': Buffer.from(`Dear patient,\n${script}\n${svg}`),
}

test('P51 what looks like a kept kind and like a page too is only ever handed out as a file, never shown or run', async () => {
  for (const [what, bytes] of Object.entries(twoFaced)) {
    const id = await addFile(house.admin, house.patient.id, bytes, 'page.html')
    const { status, headers } = await house.admin.browser.send('GET', `/api/files/${id}/content`)
    const { body } = await house.admin.browser.send('GET', `/api/files/${id}`)
    expect([what, status]).toEqual([what, 200])
    expect(body.mediaType, what).toMatch(/^(image\/(gif|png)|application\/pdf|text\/plain)$/)
    expect(headers.get('content-type'), what).toBe(
      body.mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : body.mediaType,
    )
    expect(headers.get('content-disposition'), what).toMatch(/^attachment;/)
    expect(headers.get('x-content-type-options'), what).toBe('nosniff')
    expect(headers.get('content-security-policy'), what).toBe(
      "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox",
    )
  }
})

test('P51 an image that claims to be enormous is kept as bytes and never opened', async () => {
  const flood = Buffer.from(png)
  flood.writeUInt32BE(0x7fffffff, 16)
  flood.writeUInt32BE(0x7fffffff, 20)
  const id = await addFile(house.admin, house.patient.id, flood, 'flood.png')
  expect((await house.admin.browser.send('GET', `/api/files/${id}/content`)).status).toBe(200)
})

test('P51 a size that does not fit is refused before or while the bytes come', async () => {
  const announce = (size: unknown) =>
    house.admin.browser.send('POST', '/api/files', JSON.stringify({ patient: house.patient.id, name: 'a.txt', size }), {
      'content-type': 'application/json',
    })
  for (const size of [0, -1, 1.5, 2 * 1024 ** 3 + 1, 1e300, '12', null])
    expect([size, (await announce(size)).status]).toEqual([size, 400])
  const id = await announceFile(house.admin, house.patient.id, 12)
  for (const bytes of ['eleven byte', 'thirteen byte'])
    expect((await house.admin.browser.send('PUT', `/api/files/${id}/content`, bytes)).body.error.code).toBe(
      'file.truncated',
    )
  expect((await house.admin.browser.send('PUT', `/api/files/${id}/content`, 'twelve bytes')).status).toBe(201)
})
