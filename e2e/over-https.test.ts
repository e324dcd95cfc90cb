import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { freePort } from './free-port.ts'
import { closeBrowser, launch, password } from './person.ts'

afterAll(closeBrowser)

test('P34 with --https a phone on the network signs up over TLS, and its cookie is Secure and bound to the host', async () => {
  const home = await mkdtemp(join(tmpdir(), 'candour-https-'))
  await chmod(home, 0o711)
  const port = await freePort()
  const candour = spawn(
    process.execPath,
    ['server/bin/candour.js', 'start', '--https', '--home', home, '--port', String(port), '--json'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const ended = new Promise((resolve) => candour.on('exit', resolve))
  try {
    await new Promise<void>((resolve, reject) => {
      let said = ''
      candour.stdout.on('data', (part: Buffer) => {
        said += part.toString()
        if (said.includes('"event":"ready"')) resolve()
      })
      candour.on('exit', () => reject(new Error(`Candour ended: ${said}`)))
    })
    const context = await (
      await launch()
    ).newContext({ ignoreHTTPSErrors: true, viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true })
    const page = await context.newPage()
    await page.goto(`https://localhost:${port}/sign-up`)
    await page.getByText('GP surgery').click()
    await page.getByRole('button', { name: 'Go on to the practice' }).click()
    await page.getByLabel('Name of the practice').fill('Quay Street Surgery')
    await page.getByLabel('Town').fill('Penzance')
    await page.getByLabel('Your name').fill('Esi Tremayne')
    await page.getByLabel('Your role').fill('GP')
    await page.getByLabel('Your email').fill('esi@example.org')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Go on to the agreement' }).click()
    await page.getByLabel('Type your name to accept it').fill('Esi Tremayne')
    await page.getByRole('button', { name: 'Accept and open the practice' }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await expect.poll(() => page.url(), { timeout: 15_000 }).toBe(`https://localhost:${port}/`)
    const cookies = await context.cookies()
    const hidden = { secure: true, httpOnly: true, sameSite: 'Strict', path: '/' }
    expect(cookies.toSorted((a, b) => a.name.length - b.name.length)).toEqual([
      expect.objectContaining({ name: '__Host-candour', ...hidden }),
      expect.objectContaining({ name: '__Host-candour-device', ...hidden }),
    ])
    await context.close()
  } finally {
    candour.kill('SIGTERM')
    await ended
    await rm(home, { recursive: true, force: true })
  }
})
