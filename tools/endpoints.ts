/** `npm run endpoints`: every route, who may call it, and where it happens. */
import { execFileSync } from 'node:child_process'
import { levels, mayDo, type Level, type Permission } from '../contract/src/permissions.ts'
import { readTable } from './table.ts'

const sources = execFileSync('git', ['grep', '-n', "name: '", '--', 'server/src/features/*.endpoints.ts'], {
  encoding: 'utf8',
})

function whoMay(access: string): string {
  if (access === 'public') return 'anybody'
  if (access === 'support') return 'the operator’s support, outside every practice'
  if (access === 'signed-in') return 'whoever is signed in'
  const least = ([1, 2, 3, 4] as Level[]).find((level) => mayDo(level, access as Permission))
  return `${access} (level ${least} ${least === undefined ? '' : levels[least]} and up)`
}

for (const { method, path, access, name, kind } of readTable()) {
  const place =
    sources
      .split('\n')
      .find((line) => line.includes(`'${name}'`))
      ?.split(':')[0] ?? ''
  process.stdout.write(
    `${method.padEnd(7)}${path.padEnd(44)}${name.padEnd(26)}${kind.padEnd(13)}${whoMay(access).padEnd(52)}${place.replace('server/src/features/', '')}\n`,
  )
}
