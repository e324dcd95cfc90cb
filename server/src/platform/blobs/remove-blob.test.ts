import { existsSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskError } from '../vault/traced-disk.ts'
import { removeBlob } from './remove-blob.ts'
import { trialStore, type TrialStore } from './trial-store.ts'

let trial: TrialStore

beforeEach(async () => {
  trial = await trialStore()
})

afterEach(() => trial.remove())

describe('removing a blob', () => {
  it('takes the file away and syncs its directory', async () => {
    const { id, path } = await trial.write(Buffer.from('x'))
    trial.disk.trace.length = 0
    expect(await removeBlob(trial.store, { practice: 'p1', id })).toBe(true)
    const shard = `/p1/${id.slice(-2)}`
    expect(trial.disk.trace).toEqual([`unlink ${shard}/id`, `open r ${shard}`, `sync ${shard}`, `close ${shard}`])
    expect(existsSync(path)).toBe(false)
  })

  it('may be done again', async () => {
    const { id } = await trial.write(Buffer.from('x'))
    await removeBlob(trial.store, { practice: 'p1', id })
    expect(await removeBlob(trial.store, { practice: 'p1', id })).toBe(false)
  })

  it('reports what it cannot do', async () => {
    const { id } = await trial.write(Buffer.from('x'))
    trial.disk.before = () => {
      throw diskError('EACCES')
    }
    await expect(removeBlob(trial.store, { practice: 'p1', id })).rejects.toThrow('EACCES')
  })
})
