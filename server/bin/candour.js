#!/usr/bin/env node
// Plain JavaScript that any Node can read: Candour itself needs Node 24, which runs TypeScript as it stands.
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findNode, nodeMissing } from './find-node.js'

const program = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'cli.ts')
// What a request leaves behind is short-lived: left alone, V8 sets 128 MB aside for it, and with 16 MB it is as fast.
const memory = process.argv[2] === 'start' ? ['--max-semi-space-size=8'] : []
const node = findNode()
// What V8 made of the code the last time, beside the packages: it belongs to whoever may write the code, and halves the start.
const cache = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'node_modules', '.cache', 'candour')
const env = { NODE_COMPILE_CACHE: cache, ...process.env }

if (node === undefined) {
  console.error(nodeMissing)
  process.exitCode = 1
} else if (node !== process.execPath) {
  runWith(node)
} else if (memory.every((flag) => process.execArgv.includes(flag)) || process.execve === undefined) {
  const { enableCompileCache } = await import('node:module')
  enableCompileCache?.(env.NODE_COMPILE_CACHE)
  await import('../src/cli.ts')
} else {
  // The same process goes on as another one: its id, its signals and its streams stay.
  process.execve(node, [node, ...process.execArgv, ...memory, program, ...process.argv.slice(2)], env)
}

function runWith(node) {
  if (process.stderr.isTTY) {
    console.error(`Node ${process.versions.node} is too old for Candour; going on with ${node}`)
  }
  const child = spawn(node, [...memory, program, ...process.argv.slice(2)], { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    process.exitCode = code === null ? (signal === 'SIGKILL' ? 137 : 143) : code
  })
}
