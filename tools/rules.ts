/**
 * The rules of ARCHITECTURE.md that no linter knows, over the text of the sources. A breach fails the build; an exception
 * stands in `exceptions` with its reason, and that list may only shrink.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

interface Rule {
  name: string
  files: RegExp
  except?: RegExp
  breach: (text: string, path: string) => string | null
}

const tests = /\.test\.ts$|^server\/test\/|^e2e\//
const rules: Rule[] = [
  {
    name: 'SQL stands only in stores (and in the database folder, which makes roles and runs migrations)',
    files: /^server\/src\/.*\.ts$/,
    except: /\.store\.ts$|^server\/src\/platform\/database\/|\.test\.ts$/,
    breach: (text) =>
      /\b(?:statement(?:<[^>]*>)?\(|(?:select|insert into|update|delete from)\s+[\w.*"]+\s+(?:from|set|where|values|\())/i.exec(
        withoutComments(text),
      )?.[0] ?? null,
  },
  {
    name: 'files are named in kebab-case, with the known suffixes alone',
    files: /\.(ts|tsx)$/,
    breach: (_text, path) =>
      /(^|\/)[a-z0-9]+(-[a-z0-9]+)*(\.(endpoints|store|policy|test|page|long\.test|setup|config|e2e\.config|long\.config))?\.(ts|tsx)$/.test(
        path,
      )
        ? null
        : path,
  },
  {
    name: 'no file is named utils, helpers, common, core, service (key service, the term, apart), manager or v2',
    files: /./,
    breach: (_text, path) =>
      /(^|(?<!key)[/.-])(utils?|helpers?|common|core|services?|managers?|v2)(?=[/.-])/.exec(path)?.[0] ?? null,
  },
  {
    name: 'every platform file opens with the promise that it keeps',
    files: /^server\/src\/platform\/.*\.ts$/,
    except: /\.test\.ts$/,
    breach: (text) =>
      /^\/\*\*\s*(?:\*\s*)?(?:Promise|For tests):/.test(text) ? null : 'no promise in the first comment',
  },
  {
    name: 'no enums',
    files: /\.tsx?$/,
    breach: (text) => /^\s*(?:export )?(?:const )?enum \w+/m.exec(text)?.[0] ?? null,
  },
  {
    name: 'no file is a barrel',
    files: /^(contract|server|web)\/src\/.*\.tsx?$/,
    breach: (text) => /^export \* from/m.exec(text)?.[0] ?? null,
  },
  {
    name: 'no test is left out or alone',
    files: tests,
    breach: (text) => /\b(?:it|test|describe)\.(?:only|todo)\b/.exec(text)?.[0] ?? null,
  },
  {
    name: 'no file is longer than 350 lines',
    files: /^(contract|server|web|tools|e2e|bench|verifier|witness)\/.*\.tsx?$/,
    except: /\/generated\//,
    breach: (text) => (text.split('\n').length > 350 ? `${text.split('\n').length} lines` : null),
  },
]

/** Path and rule's start, with the reason. */
const exceptions: Record<string, string> = {}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')
}

const paths = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && path !== 'tools/rules.ts')
const breaches: string[] = []
for (const path of paths) {
  for (const rule of rules) {
    if (!rule.files.test(path) || rule.except?.test(path) === true || path in exceptions) continue
    let text = ''
    try {
      text = readFileSync(path, 'utf8')
    } catch {
      continue // deleted, and not committed yet
    }
    const breach = rule.breach(text, path)
    if (breach !== null) breaches.push(`${path}: ${rule.name} (${breach.trim().slice(0, 80)})`)
  }
}
if (breaches.length > 0) {
  process.stdout.write(`${breaches.join('\n')}\n`)
  process.exit(1)
}
