import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DemoOpened } from '@candour/contract/demo.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { findAccount } from '../accounts/find-account.ts'
import type { DemoAsked } from './demo.ts'
import type { DemoProgress, Demos } from './demos.ts'
import type { Founding } from './found-demo.ts'

export interface DemoHereAsked extends Omit<DemoAsked, 'today'> {
  onProgress?: (progress: DemoProgress) => void
}

export interface DemoHere extends Pick<DemoOpened, 'practice' | 'name' | 'signIns' | 'examples' | 'password'> {
  patients: number
  /** False when it was there from an earlier start. */
  isNew: boolean
}

type Known = Pick<DemoOpened, 'practice' | 'name' | 'signIns' | 'examples' | 'password'>

/**
 * The demonstration that `candour start --demo` opens: one for each kind and seed, found again at the next start. Its
 * sign-ins are noted beside the keys, for the operator alone.
 */
export async function openDemoHere(
  parts: Omit<Founding, 'origin'> & { demos: Demos; tokenKey: CompartmentKey; keys: string },
  { kind, seed, patients, onProgress }: DemoHereAsked,
): Promise<DemoHere> {
  const { demos, tokenKey, keys, ...founding } = parts
  const path = join(keys, 'demo.json')
  const noted = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, Known>) : {}
  const name = `${kind}/${seed}`
  let known = noted[name]
  const email = known?.signIns[0]?.email
  // The note outlives a database that was thrown away.
  if (
    email !== undefined &&
    (await founding.atGate((gate) => findAccount(gate, founding.vault, tokenKey, email))) === null
  )
    known = undefined
  const isNew = known === undefined
  if (known === undefined) {
    const origin = { address: '127.0.0.1', device: 'candour start --demo' }
    const {
      practice,
      name: shown,
      signIns,
      examples,
      password,
    } = await demos.found({ ...founding, origin }, { kind, seed, patients })
    known = { practice, name: shown, signIns, examples, password }
    writeFileSync(path, JSON.stringify({ ...noted, [name]: known }, null, 2), { mode: 0o600 })
  }
  const kept = await demos.fill(known.practice, { kind, seed, patients }, onProgress)
  return { ...known, patients: kept, isNew }
}
