import { execFile } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify, stripVTControlCharacters } from 'node:util'
import { compressWeb } from './compress-web.ts'
import { OperatorError } from '../platform/operator-error.ts'

const run = promisify(execFile)
const sources = ['web/src', 'web/public', 'web/index.html', 'web/vite.config.ts', 'web/package.json', 'contract/src']

/** Whether the built web app is missing, or older than what it is built from. Without sources, as in a package, never. */
export function needsBuild(checkout: string): boolean {
  const newest = Math.max(...sources.map((path) => newestIn(join(checkout, path))))
  return newest > newestIn(join(checkout, 'web/dist/index.html'))
}

/** Built aside and moved into place, so that a build that was killed halfway is never served. */
export async function buildWeb(checkout: string): Promise<void> {
  const web = join(checkout, 'web')
  const fresh = join(web, 'node_modules', `.build-${process.pid}`)
  const manifest = createRequire(join(web, 'package.json')).resolve('vite/package.json')
  const vite = join(dirname(manifest), 'bin/vite.js')
  await mkdir(dirname(fresh), { recursive: true })
  try {
    // A process of its own: the bundler's memory is given back, and none of Candour's secrets are in its environment.
    await run(process.execPath, [vite, 'build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn'], {
      cwd: web,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'production' },
    })
    await compressWeb(fresh)
    await rm(join(web, 'dist'), { recursive: true, force: true })
    await rename(fresh, join(web, 'dist'))
  } catch (error) {
    const { stderr = '', stdout = '' } = error as { stderr?: string; stdout?: string }
    const told = stripVTControlCharacters(`${stdout}\n${stderr}`)
      .split('\n')
      .filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
    const words = told.length === 0 ? String(error) : told.slice(0, 20).join('\n')
    throw new OperatorError(`The web app could not be built.\n${words}`, { cause: error })
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

/** Milliseconds since 1970; 0 when there is nothing. */
function newestIn(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return 0
  if (!found.isDirectory()) return found.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newestIn(join(path, name))))
}
