/** `npm run check`: the walls that need no running program. Everything here fails the build. */
import { runSteps } from './step.ts'

const node = process.execPath

await runSteps([
  { name: 'Format', command: ['npx', 'prettier', '--check', '--log-level', 'warn', '.'], mend: 'Run: npm run format' },
  { name: 'Lint', command: ['npx', 'oxlint', '--type-aware', '--deny-warnings', '.'] },
  { name: 'Types', command: ['npx', 'tsc', '-p', '.'] },
  { name: 'Types of the web app', command: ['npx', 'tsc', '-p', 'web'] },
  {
    name: 'Cycles and boundaries',
    command: [
      'npx',
      'depcruise',
      '--config',
      '.dependency-cruiser.cjs',
      'contract',
      'server',
      'web/src',
      'tools',
      'e2e',
      'bench',
      'verifier',
      'witness',
    ],
  },
  { name: 'Rules', command: [node, 'tools/rules.ts'] },
  { name: 'Dead code', command: ['npx', 'knip', '--no-progress'] },
  { name: 'Migrations from empty', command: [node, 'tools/migrations-from-empty.ts'] },
  { name: 'Generated files', command: [node, 'tools/generate.ts', '--check'], mend: 'Run: npm run generate' },
  { name: 'Promises that were kept', command: [node, 'tools/promises.ts', '--check'] },
])
