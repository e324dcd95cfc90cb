// Plain JavaScript that any Node can read: finds a Node that runs Candour's TypeScript as it stands.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const needed = 24

/** This very Node, or the one that npm ci brought along (npm 10 doesn't link it into .bin); undefined when there is none. */
export function findNode() {
  if (majorOf(process.version) >= needed) return process.execPath
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules')
    for (const node of [join(modules, '.bin', 'node'), join(modules, `node-linux-${process.arch}`, 'bin', 'node')]) {
      if (existsSync(node) && majorOf(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout ?? '') >= needed)
        return node
    }
    if (folder === dirname(folder)) return undefined
  }
}

/** @param {string} version such as v24.21.0 */
function majorOf(version) {
  return Number(version.slice(1).split('.')[0])
}

export const nodeMissing =
  `Candour needs Node ${needed} or newer, and this is Node ${process.versions.node}.\n` +
  `npm ci brings one along for Linux on x64 and arm64; run it again, or install Node ${needed}: https://nodejs.org`
