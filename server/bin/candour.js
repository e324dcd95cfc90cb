#!/usr/bin/env node
// Plain JavaScript that any Node can read: Candour itself needs Node 24, which runs TypeScript as it stands.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const needed = 24
const here = dirname(fileURLToPath(import.meta.url))
const program = join(here, '..', 'src', 'cli.ts')

if (Number(process.versions.node.split('.')[0]) >= needed) {
  await import('../src/cli.ts')
} else {
  const node = findNode()
  if (node === undefined) {
    console.error(
      `Candour needs Node ${needed} or newer, and this is Node ${process.versions.node}.\n` +
        `npm ci brings one along for Linux on x64 and arm64; run it again, or install Node ${needed}: https://nodejs.org`,
    )
    process.exitCode = 1
  } else {
    runWith(node)
  }
}

/** The one that npm ci brought along. */
function findNode() {
  for (let folder = here; ; folder = dirname(folder)) {
    const node = join(folder, 'node_modules', '.bin', 'node')
    if (existsSync(node)) {
      const version = String(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout)
      if (Number(version.slice(1).split('.')[0]) >= needed) return node
    }
    if (folder === dirname(folder)) return undefined
  }
}

function runWith(node) {
  if (process.stderr.isTTY) {
    console.error(`Node ${process.versions.node} is too old for Candour; going on with ${node}`)
  }
  const child = spawn(node, [program, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    process.exitCode = code === null ? (signal === 'SIGKILL' ? 137 : 143) : code
  })
}
