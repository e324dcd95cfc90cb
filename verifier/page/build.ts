/**
 * `node verifier/page/build.ts`: writes candour-verify.html, the page in one file. No bundler: the modules are put one after the
 * other, each in a function of its own, without their types, and stay readable for whoever wants to see what they run.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join, normalize, relative } from 'node:path'

const here = import.meta.dirname
const root = dirname(here)
export const builtPage = join(here, 'candour-verify.html')

/** Each module behind those that it imports. */
function inOrder(path: string, seen: Map<string, string>): Map<string, string> {
  if (seen.has(path)) return seen
  const source = stripTypeScriptTypes(readFileSync(path, 'utf8'))
  for (const [, from] of source.matchAll(/^import [^']*'([^']+)'/gm))
    inOrder(normalize(join(dirname(path), from!)), seen)
  return seen.set(path, source)
}

const nameOf = (path: string) =>
  relative(root, path)
    .replace(/\.ts$/, '')
    .replaceAll(/[^a-z0-9]/g, '_')

function asFunction(path: string, source: string): string {
  const exported = [...source.matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)].map(
    ([, name]) => name,
  )
  const body = source
    .replaceAll(/^import \{([^}]*)\} from '([^']+)'/gm, (_, names: string, from: string) => {
      const wanted = names
        .replaceAll(/(\w+) as (\w+)/g, '$1: $2')
        .replaceAll(/\s+/g, ' ')
        .trim()
      return wanted === '' ? '' : `const { ${wanted} } = ${nameOf(normalize(join(dirname(path), from)))}`
    })
    .replaceAll(/^export /gm, '')
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{2,}/g, '\n')
  if (/^(?:import|export)\b/m.test(body)) throw new Error(`${path} is written in a way that this script does not know.`)
  const given = exported.length === 0 ? '' : `\nreturn { ${exported.join(', ')} }`
  return `/* ${relative(root, path)} */\nconst ${nameOf(path)} = (() => {\n${body.trim()}${given}\n})()`
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** The whole page, as it is served and saved. */
export function buildPage(): string {
  const modules = [...inOrder(join(here, 'page.ts'), new Map())].map(([path, source]) => asFunction(path, source))
  const script = `\n${modules.join('\n')}\n`
  if (/<\/script|<!--/i.test(script)) throw new Error('The script would end the page’s own.')
  const style = `\n${readFileSync(join(here, 'page.css'), 'utf8')}`
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const parts: Record<string, string> = { policy, style, script }
  return readFileSync(join(here, 'page.html'), 'utf8').replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name]!)
}

if (import.meta.main) writeFileSync(builtPage, buildPage())
