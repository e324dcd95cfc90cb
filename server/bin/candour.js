#!/usr/bin/env node
// Plain JavaScript that any Node can read: Candour itself needs Node 24, which runs TypeScript as it stands.
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findNode, nodeMissing } from './find-node.js'

const program = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'cli.ts')
const node = findNode()

if (node === process.execPath) {
  await import('../src/cli.ts')
} else if (node === undefined) {
  console.error(nodeMissing)
  process.exitCode = 1
} else {
  runWith(node)
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
