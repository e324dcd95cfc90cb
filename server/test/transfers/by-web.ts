/** Imports and exports as the web app asks for them. */
import { transferContentPath, transferFilePath, transferRoutes, type Transfer } from '@candour/contract/transfers.ts'
import { expect } from 'vitest'
import type { Person } from '../people.ts'

export async function announceImport(by: Person, files: Record<string, string | Buffer>): Promise<Transfer> {
  const named = Object.entries(files).map(([name, contents]) => ({ name, size: Buffer.from(contents).length }))
  return by.browser.call(transferRoutes.startImport, { files: named })
}

export function sendImportFile(by: Person, id: string, place: number, contents: string | Buffer) {
  const path = transferFilePath.replace(':id', id).replace(':file', String(place))
  return by.browser.send('PUT', path, Buffer.from(contents), { 'content-type': 'application/octet-stream' })
}

/** Announced and sent; it can be checked. */
export async function uploadImport(by: Person, files: Record<string, string | Buffer>): Promise<Transfer> {
  let transfer = await announceImport(by, files)
  for (const [place, contents] of Object.values(files).entries()) {
    const { status, body } = await sendImportFile(by, transfer.id, place, contents)
    if (status !== 201) throw new Error(`not taken: ${status} ${JSON.stringify(body)}`)
    transfer = body as Transfer
  }
  return transfer
}

/** Waits until nobody works on it any more. */
export async function settled(by: Person, id: string): Promise<Transfer> {
  let transfer: Transfer | null = null
  await expect
    .poll(
      async () => {
        transfer = await by.browser.call(transferRoutes.read, { id })
        return transfer.state
      },
      { timeout: 30_000, interval: 10 },
    )
    .not.toMatch(/waiting|running/)
  return transfer!
}

export async function checkedImport(by: Person, files: Record<string, string | Buffer>): Promise<Transfer> {
  const { id } = await uploadImport(by, files)
  await by.browser.call(transferRoutes.check, { id })
  return settled(by, id)
}

export async function doneImport(by: Person, files: Record<string, string | Buffer>): Promise<Transfer> {
  const { id } = await checkedImport(by, files)
  await by.browser.call(transferRoutes.keep, { id })
  return settled(by, id)
}

export async function doneExport(by: Person, how: { patient?: string; passphrase?: string } = {}): Promise<Transfer> {
  const { patient, ...rest } = how
  const { id } =
    patient === undefined
      ? await by.browser.call(transferRoutes.startExport, rest)
      : await by.browser.call(transferRoutes.exportPatient, { id: patient, ...rest })
  return settled(by, id)
}

export async function downloadExport(
  by: Person,
  id: string,
): Promise<{ status: number; bytes: Buffer; headers: Headers }> {
  const { response } = await by.browser.fetch('GET', transferContentPath.replace(':id', id))
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers }
}
