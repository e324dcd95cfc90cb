import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { readDemoFlags, showDemo } from './demo.ts'
import { terminal } from './terminal.ts'

test('--demo alone is a surgery of sixty; its own flags say otherwise, and mean nothing without it', () => {
  expect(readDemoFlags({})).toBeNull()
  expect(readDemoFlags({ demo: true })).toEqual({ kind: 'gp', patients: 60, seed: 'harbour' })
  const given = { demo: true, kind: 'dental', patients: '10000', seed: 'bench' }
  expect(readDemoFlags(given)).toEqual({ kind: 'dental', patients: 10_000, seed: 'bench' })
  expect(() => readDemoFlags({ patients: '5' })).toThrow('--patients goes with --demo.')
  for (const wrong of [{ kind: 'vet' }, { patients: '0' }, { patients: 'many' }, { seed: 'two words' }])
    expect(() => readDemoFlags({ demo: true, ...wrong })).toThrow(/must be/)
})

test('the address, a name for each level, the password and where to begin are printed', async () => {
  let printed = ''
  const out = new PassThrough().on('data', (part: Buffer) => (printed += part.toString()))
  const demo = {
    practice: '018f0000-0000-7000-8000-000000000000',
    name: 'Harbour Street Surgery',
    patients: 60,
    isNew: true,
    signIns: [{ level: 4 as const, name: 'Dr Amara Okonkwo', role: 'GP partner', email: 'amara@4c3ab.example' }],
    examples: [{ patient: '018f0000-0000-7000-8000-000000000001', name: 'TRELAWNEY, Marjorie (Mrs)' }],
    password: 'jmbi-eixn-gkbf-pqrx',
  }
  const wanted = { kind: 'gp', seed: 'harbour', patients: 60 } as const
  await showDemo({ openDemo: async () => demo }, wanted, 'http://localhost:3000', terminal(false, out as never))
  await new Promise(setImmediate)
  for (const words of ['nobody here is real', 'http://localhost:3000/sign-in', 'amara@4c3ab', 'jmbi-eixn', 'TRELAWNEY'])
    expect(printed).toContain(words)
})
