/** Files on their way into an import: announced together, then sent one by one; when all are there it is checked. */
import { useSyncExternalStore } from 'react'
import type { ErrorAnswer } from '@candour/contract/errors.ts'
import { transferFilePath, transferRoutes, type Transfer } from '@candour/contract/transfers.ts'
import { ApiError, call, currentCsrf, LostNetwork, noticeEnd } from '../../api/client.ts'
import { keepTransfer } from './transfers.ts'

export interface ImportUpload {
  transfer: string | null
  count: number
  /** Bytes. */
  size: number
  sent: number
  error: unknown
}

let upload: ImportUpload | null = null
let request: XMLHttpRequest | null = null
const listeners = new Set<() => void>()

function change(next: ImportUpload | null) {
  upload = next
  for (const listener of listeners) listener()
}

export function useImportUpload(): ImportUpload | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => upload,
  )
}

/** Answers the import once its files are there; null when it was stopped, or failed, which it says itself. */
export async function sendImport(files: readonly File[]): Promise<Transfer | null> {
  const chosen = files.filter(({ size }) => size > 0)
  if (chosen.length === 0) return null
  const size = chosen.reduce((sum, file) => sum + file.size, 0)
  change({ transfer: null, count: chosen.length, size, sent: 0, error: null })
  try {
    const names = chosen.map((file) => ({ name: nameOf(file), size: file.size }))
    const made = await call(transferRoutes.startImport, { files: names })
    keepTransfer(made)
    return await sendAll(
      made,
      chosen.map((file, place) => ({ place, file })),
    )
  } catch (error) {
    failed(error)
    return null
  }
}

function failed(error: unknown) {
  if (error instanceof DOMException) change(null)
  else if (upload !== null) change({ ...upload, error })
}

/** Sends them one by one, and has the import checked once nothing is missing. */
async function sendAll(transfer: Transfer, files: { place: number; file: File }[]): Promise<Transfer | null> {
  const { id } = transfer
  try {
    let before = 0
    let last = transfer
    for (const { place, file } of files) {
      if (upload === null) return null
      change({ ...upload, transfer: id })
      last = await sendFile(id, place, file, (sent) => upload !== null && change({ ...upload, sent: before + sent }))
      before += file.size
    }
    const whole = last.files.every(({ arrived }) => arrived)
    const begun = whole ? await call(transferRoutes.check, { id }) : last
    keepTransfer(begun)
    change(null)
    return whole ? begun : null
  } catch (error) {
    failed(error)
    return null
  }
}

const nameOf = (file: File) => file.name.slice(-200)

/** Which of the chosen files are those that this import still waits for: by name and size. */
export function stillMissing(transfer: Transfer, files: readonly File[]): { place: number; file: File }[] {
  return transfer.files.flatMap(({ name, size, arrived }, place) => {
    const file = arrived ? undefined : files.find((one) => nameOf(one) === name && one.size === size)
    return file === undefined ? [] : [{ place, file }]
  })
}

/** Goes on with an import whose window was closed or reloaded while its files were sent. */
export async function goOnSending(transfer: Transfer, sent: { place: number; file: File }[]): Promise<Transfer | null> {
  change({
    transfer: transfer.id,
    count: sent.length,
    size: sent.reduce((sum, { file }) => sum + file.size, 0),
    sent: 0,
    error: null,
  })
  return sendAll(transfer, sent)
}

/** Stops sending; the import itself is cancelled by whoever asks for this. */
export function stopSending() {
  request?.abort()
  change(null)
}

/** XMLHttpRequest, because fetch still can't say how much of a body went out. */
function sendFile(transfer: string, place: number, file: File, told: (sent: number) => void): Promise<Transfer> {
  const path = transferFilePath.replace(':id', transfer).replace(':file', String(place))
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest()
    request = sending
    sending.open('PUT', path)
    sending.setRequestHeader('x-candour-csrf', currentCsrf())
    sending.setRequestHeader('content-type', 'application/octet-stream')
    sending.upload.onprogress = (event) => told(event.loaded)
    sending.onerror = () => reject(new LostNetwork())
    sending.onabort = () => reject(new DOMException('Cancelled', 'AbortError'))
    sending.onload = () => {
      if (sending.status < 300) return resolve(JSON.parse(sending.responseText) as Transfer)
      const answer = (JSON.parse(sending.responseText || '{}') as Partial<ErrorAnswer>).error
      const error = new ApiError(
        sending.status,
        answer ?? { code: 'system.failed', message: 'The server did not take the file.', requestId: '' },
      )
      noticeEnd(error, path)
      reject(error)
    }
    sending.send(file)
  })
}

if (typeof window !== 'undefined')
  window.addEventListener('beforeunload', (event) => {
    if (upload !== null && upload.error === null) event.preventDefault()
  })
