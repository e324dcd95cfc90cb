// Runs a script of ours, or a tool of node_modules, with the Node that Candour needs; every npm script goes through here.
// `node tools/node24.js tools/check.ts`, `node tools/node24.js vitest run`
import { spawnSync } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { findNode, nodeMissing } from '../server/bin/find-node.js'

const [what, ...rest] = process.argv.slice(2)
const node = findNode()
if (node === undefined) {
  console.error(nodeMissing)
  process.exit(1)
}
const bin = join(import.meta.dirname ?? 'tools', '..', 'node_modules', '.bin')
const script = what.endsWith('.ts') ? what : realpathSync(join(bin, what))
// Whatever this starts in turn (npx, workers, browsers' drivers) finds the same Node first.
const PATH = [dirname(node), bin, process.env.PATH].join(delimiter)
const { status } = spawnSync(node, [script, ...rest], { stdio: 'inherit', env: { ...process.env, PATH } })
process.exit(status ?? 1)
