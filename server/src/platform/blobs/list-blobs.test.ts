import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../vault/ids.ts'
import { diskError } from '../vault/traced-disk.ts'
import { blobWrittenAt, listBlobPractices, listBlobs } from './list-blobs.ts'
import { trialStore, type TrialStore } from './trial-store.ts'

let trial: TrialStore

beforeEach(async () => {
  trial = await trialStore()
})

afterEach(() => trial.remove())

const all = async (practice: string) => (await Array.fromAsync(listBlobs(trial.store, practice))).flat().toSorted()

describe('the blobs of a store', () => {
  it('are listed by practice, and nothing else is', async () => {
    expect(await listBlobPractices(trial.store)).toEqual([])
    const ids = [(await trial.write(Buffer.from('x'))).id, (await trial.write(Buffer.from('y'))).id].toSorted()
    mkdirSync(join(trial.directory, '.trash'))
    mkdirSync(join(trial.directory, 'p1/lost+found'))
    writeFileSync(join(trial.directory, 'p1', ids[0]!.slice(-2), 'README'), 'not ours')
    writeFileSync(join(trial.directory, 'p1', ids[0]!.slice(-2), `${newId().slice(0, -2)}zz`), 'not ours')
    expect(await listBlobPractices(trial.store)).toEqual(['p1'])
    expect(await all('p1')).toEqual(ids)
  })

  it('tell when they were written', async () => {
    const { id } = await trial.write(Buffer.from('x'))
    expect(await blobWrittenAt(trial.store, { practice: 'p1', id })).toBeInstanceOf(Date)
    expect(await blobWrittenAt(trial.store, { practice: 'p1', id: newId() })).toBeUndefined()
    trial.disk.before = () => {
      throw diskError('EIO')
    }
    await expect(blobWrittenAt(trial.store, { practice: 'p1', id })).rejects.toThrow('EIO')
  })
})
