import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../vault/ids.ts'
import { diskError } from '../vault/traced-disk.ts'
import { newStagedPath } from './blob-store.ts'
import { discardStaged, listStaged } from './staged-blobs.ts'
import { trialStore, type TrialStore } from './trial-store.ts'

let trial: TrialStore
const id = newId()

beforeEach(async () => {
  trial = await trialStore()
})

afterEach(() => trial.remove())

function leave(practice: string): void {
  writeFileSync(newStagedPath(trial.store, { practice, id }), 'half')
}

describe('what a crash leaves', () => {
  it('is listed with whose it is, how long and how old', async () => {
    leave('p-1_a')
    writeFileSync(join(trial.directory, 'staging/README'), 'not ours')
    expect(await listStaged(trial.store)).toEqual([
      {
        practice: 'p-1_a',
        id,
        size: 4,
        changedAt: expect.any(Date),
        name: readdirSync(join(trial.directory, 'staging')).find((name) => name !== 'README'),
      },
    ])
  })

  it('is nothing after a blob was written', async () => {
    await trial.write(Buffer.from('x'))
    expect(await listStaged(trial.store)).toEqual([])
  })

  it('is collected, and the directory synced', async () => {
    leave('p1')
    const [staged] = await listStaged(trial.store)
    trial.disk.trace.length = 0
    expect(await discardStaged(trial.store, staged!)).toBe(true)
    expect(trial.disk.trace.slice(0, 3)).toEqual(['unlink /staging/p1.id.x', 'open r /staging', 'sync /staging'])
    expect(await listStaged(trial.store)).toEqual([])
    expect(await discardStaged(trial.store, staged!)).toBe(false)
  })

  it('is not listed when it goes meanwhile', async () => {
    leave('p1')
    trial.disk.before = (step) => {
      if (step.startsWith('open')) throw diskError('ENOENT')
    }
    expect(await listStaged(trial.store)).toEqual([])
  })

  it('reports what it cannot read or remove', async () => {
    leave('p1')
    const [staged] = await listStaged(trial.store)
    trial.disk.before = (step) => {
      if (/^(open|unlink)/.test(step)) throw diskError('EIO')
    }
    await expect(listStaged(trial.store)).rejects.toThrow('EIO')
    await expect(discardStaged(trial.store, staged!)).rejects.toThrow('EIO')
  })

  it.each(['../p1', 'README', `p1.${id}`, `../p1.${id}.${id}`])('is never another file: %s', async (name) => {
    await expect(discardStaged(trial.store, { name })).rejects.toThrow(new TypeError('not the name of a staged blob'))
  })
})
