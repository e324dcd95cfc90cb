import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import type { Config } from '../platform/config.ts'

/** Makes the folders that are missing. Keys are for their owner alone; the database's own user must get past the others. */
export function prepareHome({ home, data, keys }: Config): void {
  const passable = process.getuid?.() === 0 ? 0o711 : 0o700
  for (const [folder, mode] of [
    [home, passable],
    [data, passable],
    [keys, 0o700],
  ] as const) {
    if (existsSync(folder)) continue
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, mode)
  }
  chmodSync(keys, 0o700)
}
