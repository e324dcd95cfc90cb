import { randomBytes } from 'node:crypto'
import { headersOf, type Act, type Operation } from './operation.ts'

const contents = new Map<number, Buffer>()

/** What is taken for a JPEG by its first bytes; the rest can't be compressed. */
function contentOf(megabytes: number): Buffer {
  const made =
    contents.get(megabytes) ??
    Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), randomBytes(megabytes * 1024 ** 2 - 10)])
  contents.set(megabytes, made)
  return made
}

/** Announces and sends; answers the file's id. */
export async function sendFile({ stock, ask, random }: Act, megabytes: number): Promise<string> {
  const patient = stock.patients[random(stock.patients.length)]!.id
  const content = contentOf(megabytes)
  const announcement = Buffer.from(JSON.stringify({ patient, name: 'x-ray.jpg', size: content.length }))
  const announced = await ask(
    { method: 'POST', path: '/api/files', headers: headersOf(stock, 'application/json'), body: announcement },
    { status: 200, size: [50, 300], holds: '"contentUrl"' },
  )
  const { id } = JSON.parse(announced.body.toString()) as { id: string }
  await ask(
    { method: 'PUT', path: `/api/files/${id}/content`, headers: headersOf(stock, 'image/jpeg'), body: content },
    { status: 201, size: [200, 800], holds: id },
  )
  return id
}

const upload = (megabytes: number, connections?: number[]): Operation => ({
  name: `upload-${megabytes}mb`,
  what: `Upload ${megabytes} MiB (POST /api/files, PUT its content)`,
  requests: 2,
  kind: 'file',
  ...(connections && { connections }),
  act: (act) => sendFile(act, megabytes),
})

const download = (megabytes: number, connections?: number[]): Operation => ({
  name: `download-${megabytes}mb`,
  what: `Download ${megabytes} MiB (GET /api/files/:id/content)`,
  requests: 1,
  kind: 'file',
  ...(connections && { connections }),
  async act({ stock, ask }) {
    const path = `/api/files/${stock.files[megabytes]}/content`
    const size = megabytes * 1024 ** 2
    await ask({ method: 'GET', path, headers: headersOf(stock) }, { status: 200, size: [size, size] })
  },
})

export const fileOperations = [upload(1), download(1), upload(20, [1, 10]), download(20, [1, 10])]
