import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { buildWeb, needsBuild } from './build-web.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const checkout = mkdtempSync(join(tmpdir(), 'candour-build-'))
afterAll(() => rmSync(checkout, { recursive: true }))
const web = join(checkout, 'web')
mkdirSync(join(web, 'src'), { recursive: true })
mkdirSync(join(web, 'node_modules'))
mkdirSync(join(checkout, 'contract/src'), { recursive: true })
const vite = dirname(createRequire(import.meta.url).resolve('vite/package.json'))
symlinkSync(vite, join(web, 'node_modules/vite'))

function put(path: string, text: string, at = new Date()): void {
  writeFileSync(join(checkout, path), text)
  utimesSync(join(checkout, path), at, at)
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

test('the web app is built when it is missing or older than a source, and not otherwise', async () => {
  put('web/index.html', '<script type="module" src="/src/main.ts"></script>', minutesAgo(5))
  put('web/src/main.ts', 'document.title = "first"', minutesAgo(5))
  put('web/package.json', '{ "type": "module" }', minutesAgo(5))
  put('contract/src/shapes.ts', '', minutesAgo(5))
  for (const folder of ['web/src', 'web', 'contract/src'])
    utimesSync(join(checkout, folder), minutesAgo(5), minutesAgo(5))
  expect(needsBuild(checkout)).toBe(true)
  await buildWeb(checkout)
  expect(readFileSync(join(web, 'dist/index.html'), 'utf8')).toContain('/assets/')
  expect(needsBuild(checkout)).toBe(false)
  put('contract/src/shapes.ts', 'export {}', new Date(Date.now() + 1000))
  expect(needsBuild(checkout)).toBe(true)
})

test('a build that fails says why, and leaves the last good one and nothing else', async () => {
  put('web/src/main.ts', 'this is no (program')
  await expect(buildWeb(checkout)).rejects.toThrow(/could not be built[^]*main\.ts/)
  expect(existsSync(join(web, 'dist/index.html'))).toBe(true)
  expect(readdirSync(join(web, 'node_modules'))).toEqual(['vite'])
})

test('without sources there is nothing to build', () => {
  expect(needsBuild(join(checkout, 'elsewhere'))).toBe(false)
})
