/** Files on their way into a record: announced, then sent whole, with progress, and cancelled on request. */
import { useSyncExternalStore } from 'react'
import { fileContentPath, fileRoutes, largestFile, type File as KeptFile } from '@candour/contract/files.ts'
import type { ErrorAnswer } from '@candour/contract/errors.ts'
import { showSize } from '@candour/contract/formatting.ts'
import { ApiError, call, currentCsrf, LostNetwork, noticeEnd } from '../../api/client.ts'
import { newId } from '../../api/new-id.ts'
import { keepAnswer, refreshSoon } from '../../api/refresh.ts'

export interface Upload {
  id: string
  patient: string
  name: string
  size: number
  sent: number
  state: 'sending' | 'kept' | 'failed'
  problem: string | null
  file: File
}

let uploads: readonly Upload[] = []
const cancels = new Map<string, () => void>()
const listeners = new Set<() => void>()

function change(id: string, part: Partial<Upload>) {
  uploads = uploads.map((upload) => (upload.id === id ? { ...upload, ...part } : upload))
  for (const listener of listeners) listener()
}

function drop(id: string) {
  uploads = uploads.filter((upload) => upload.id !== id)
  cancels.delete(id)
  for (const listener of listeners) listener()
}

/** XMLHttpRequest, because fetch still can't say how much of a body went out. */
function sendContent(upload: Upload): Promise<KeptFile> {
  const path = fileContentPath.replace(':id', upload.id)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', path)
    request.setRequestHeader('x-candour-csrf', currentCsrf())
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = (event) => change(upload.id, { sent: event.loaded })
    request.onerror = () => reject(new LostNetwork())
    request.onabort = () => reject(new DOMException('Cancelled', 'AbortError'))
    request.onload = () => {
      if (request.status < 300) return resolve(JSON.parse(request.responseText) as KeptFile)
      const answer = (JSON.parse(request.responseText || '{}') as Partial<ErrorAnswer>).error
      const error = new ApiError(
        request.status,
        answer ?? { code: 'system.failed', message: 'The server did not take the file.', requestId: '' },
      )
      noticeEnd(error, path)
      reject(error)
    }
    cancels.set(upload.id, () => request.abort())
    request.send(upload.file)
  })
}

async function send(upload: Upload) {
  try {
    await call(fileRoutes.announce, { id: upload.id, patient: upload.patient, name: upload.name, size: upload.size })
    if (!uploads.some(({ id }) => id === upload.id)) return
    const kept = await sendContent(upload)
    keepAnswer(['file', kept.id], kept)
    change(upload.id, { state: 'kept', sent: upload.size })
    refreshSoon(['timeline', upload.patient])
    setTimeout(() => drop(upload.id), 4000)
  } catch (error) {
    if (error instanceof DOMException) return drop(upload.id)
    const problem = error instanceof ApiError ? error.message : 'The server does not answer. The file was not kept yet.'
    change(upload.id, { state: 'failed', problem })
  }
}

export function addFiles(patient: string, files: Iterable<File>) {
  for (const file of files) {
    const pasted = file.name === 'image.png' || file.name === ''
    const upload: Upload = {
      id: newId(),
      patient,
      name: (pasted ? 'Pasted picture.png' : file.name).slice(0, 200),
      size: file.size,
      sent: 0,
      state: 'sending',
      problem: null,
      file,
    }
    uploads = [...uploads, upload]
    if (file.size === 0) change(upload.id, { state: 'failed', problem: 'This file is empty.' })
    else if (file.size > largestFile)
      change(upload.id, {
        state: 'failed',
        problem: `Larger than ${showSize(largestFile)}, which is the most for one file.`,
      })
    else void send(upload)
  }
  for (const listener of listeners) listener()
}

export function cancelUpload(id: string) {
  const cancel = cancels.get(id)
  if (cancel === undefined) drop(id)
  else cancel()
  drop(id)
}

/** The same file once more, announced anew: what came of it before was never kept. */
export function sendAgain(upload: Upload) {
  drop(upload.id)
  addFiles(upload.patient, [upload.file])
}

export function useUploads(patient: string): readonly Upload[] {
  const all = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => uploads,
  )
  return all.filter((upload) => upload.patient === patient)
}

if (typeof window !== 'undefined')
  window.addEventListener('beforeunload', (event) => {
    if (uploads.some(({ state }) => state === 'sending')) event.preventDefault()
  })
