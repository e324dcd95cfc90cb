/** Finds a Chromium for the journeys, or gets one, or says exactly what to do. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export function findChromium(): string {
  const found = find()
  if (found !== null) return found
  process.stdout.write('No Chromium here. Getting one ...\n')
  // Playwright's own download, where the network allows it; else Debian's package, as root.
  spawnSync('npx', ['playwright-core', 'install', 'chromium'], { stdio: 'ignore', timeout: 180_000 })
  if (find() === null && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    try {
      execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' })
      execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], {
        stdio: 'ignore',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      })
    } catch {
      // Said below.
    }
  }
  const got = find()
  if (got !== null) return got
  throw new Error(
    'The journeys need a Chromium. Install one (Debian: apt-get install chromium; elsewhere: npx playwright-core install chromium), or set CANDOUR_CHROMIUM to its path.',
  )
}

function find(): string | null {
  const named = process.env['CANDOUR_CHROMIUM']
  if (named !== undefined && named !== '') return named
  const own = chromium.executablePath()
  return [own, ...usual].find((path) => path !== '' && existsSync(path)) ?? null
}
