/** Starts Candour as a newcomer does, in a folder of its own, for all journeys. */
import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { findChromium } from './chromium.ts'
import { freePort } from './free-port.ts'

declare module 'vitest' {
  interface ProvidedContext {
    address: string
    /** Of the Candour that runs, for the operator's commands. */
    home: string
    chromium: string
  }
}

export default async function setup(project: TestProject) {
  const home = await mkdtemp(join(tmpdir(), 'candour-e2e-'))
  await chmod(home, 0o711)
  const port = await freePort()
  const candour = spawn(
    process.execPath,
    ['server/bin/candour.js', 'start', '--home', home, '--port', String(port), '--json'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  candour.stdout.on('data', (part: Buffer) => (output += part.toString()))
  candour.stderr.on('data', (part: Buffer) => (output += part.toString()))
  const ended = new Promise((resolve) => candour.on('exit', resolve))
  const started = Date.now()
  while (!output.includes('"event":"ready"')) {
    if (candour.exitCode !== null || Date.now() - started > 120_000)
      throw new Error(`Candour did not start:\n${output}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  project.provide('address', `http://localhost:${port}`)
  project.provide('home', home)
  project.provide('chromium', findChromium())
  return async () => {
    candour.kill('SIGTERM')
    await ended
    await rm(home, { recursive: true, force: true })
  }
}
