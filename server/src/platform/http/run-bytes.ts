/** Promise: bytes go in and out as they are, and their entry is durable first: no byte of a file leaves unrecorded. */
import { Readable } from 'node:stream'
import { AppError } from '../app-error.ts'
import { arriving, bytesLimit, jsonLimit, readBody } from './body.ts'
import { CommitUnknown } from '../database/connection.ts'
import { askerOf, type Arrived } from './arrived.ts'
import { changeOnce } from './change-once.ts'
import { digest } from '../vault/digest.ts'
import { letGo } from '../spare-memory.ts'
import type { Taken } from '../room.ts'
import type { Door } from './record.ts'
import type { BytesInput, BytesOutcome, Call } from './endpoint.ts'
import { refuseDeleted, noteAbout } from './deleted-patients.ts'
import { asAppError } from './faults.ts'
import { readOnce, RecordedRefusal } from './read-once.ts'

export async function runBytes(door: Door, arrived: Arrived): Promise<unknown> {
  const { endpoint, request } = arrived
  let refused: AppError
  try {
    const outcome =
      endpoint.kind === 'upload'
        ? await upload(door, arrived)
        : endpoint.kind === 'bytes-change'
          ? await change(door, arrived)
          : await read(door, arrived)
    door.poke()
    return await send(door, arrived, outcome)
  } catch (error) {
    if (error instanceof RecordedRefusal) throw error.refusal
    refused = asAppError(error)
    if (refused.code === 'system.failed')
      door.log.error({ requestId: request.id, route: endpoint.path, err: error }, 'a request failed')
  }
  throw await door.recorder.refuse(arrived, refused)
}

const none = Buffer.alloc(0)

function inputOf({ request }: Arrived, body: Buffer): BytesInput {
  const { headers } = request
  const lastEventId = headers['last-event-id']
  return {
    parameters: request.params as Record<string, string>,
    query: queryOf(request.query),
    headers: {
      contentType: headers['content-type'] ?? '',
      range: headers.range,
      ifMatch: headers['if-match'],
      lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
    },
    body,
  }
}

function queryOf(query: unknown): Record<string, string> {
  const pairs = Object.entries(query as Record<string, string | string[]>)
  return Object.fromEntries(pairs.map(([name, value]) => [name, typeof value === 'string' ? value : value.at(-1)!]))
}

async function read(door: Door, arrived: Arrived): Promise<BytesOutcome> {
  const { endpoint, actor } = arrived
  if (endpoint.kind !== 'bytes-read') throw new TypeError('not a read of bytes')
  // What may name somebody is asked in a body: addresses end up in logs.
  const body = arrived.request.method === 'GET' ? none : await readBody(arrived.request, jsonLimit)
  return readOnce(door, arrived, async (tx, keys) => {
    const outcome = await endpoint.verb({ ...door.tools(), actor, input: inputOf(arrived, body), tx, keys })
    const { subjects, reason, facts } = outcome
    return { value: outcome, subjects, reason, facts }
  })
}

async function change(door: Door, arrived: Arrived): Promise<BytesOutcome> {
  const { endpoint } = arrived
  if (endpoint.kind !== 'bytes-change') throw new TypeError('not a change of bytes')
  using _ = await roomFor(door, arrived)
  const input = inputOf(arrived, await readBody(arrived.request, bytesLimit))
  // Hashed now: looking at it may take the body away.
  const mayRepeat = arrived.request.headers['idempotency-key'] !== undefined
  const said = mayRepeat ? digest(input.body).toString('hex') : ''
  const checked: unknown = await endpoint.check?.(input, door.tools())
  return recorded(door, arrived, said, (call) => endpoint.verb({ ...call, checked }))
}

/** A body of which nobody has said how long it is may be as long as may be. Small ones pass by those that wait. */
function roomFor(door: Door, { request }: Arrived): Promise<Taken> {
  const { 'content-length': announced, 'transfer-encoding': coding } = request.headers
  const size = coding === undefined ? Number(announced ?? 0) : bytesLimit
  return size <= small ? Promise.resolve(noRoom) : door.bodies.take(Math.min(size, bytesLimit))
}

const small = 256 * 1024
const noRoom: Taken = { bytes: 0, [Symbol.dispose]: () => undefined }

/** @param said what the body said, for comparing */
async function recorded(
  door: Door,
  arrived: Arrived,
  said: string,
  verb: (call: Call<BytesInput>) => Promise<BytesOutcome>,
): Promise<BytesOutcome> {
  const { actor } = arrived
  const input = inputOf(arrived, none)
  const keeping = {
    request: () => JSON.stringify([input.parameters, said]),
    pack: toKeep,
    unpack: readKept,
  }
  return changeOnce(door, arrived, keeping, async (tx, keys) => {
    const outcome = await verb({ ...door.tools(), actor, input, tx, keys })
    return { value: outcome, subjects: outcome.subjects }
  })
}

/** One line of JSON before the body. */
interface KeptHead {
  status: number
  headers: Record<string, string>
}

function toKeep({ status = 200, headers, body }: BytesOutcome): Buffer {
  if (!Buffer.isBuffer(body)) throw new TypeError('a stream is no result that can be kept')
  return Buffer.concat([Buffer.from(`${JSON.stringify({ status, headers } satisfies KeptHead)}\n`), body])
}

function readKept(result: Buffer): BytesOutcome {
  const end = result.indexOf('\n')
  const { status, headers } = JSON.parse(result.toString('utf8', 0, end)) as KeptHead
  return { status, headers, body: result.subarray(end + 1), subjects: [] }
}

async function upload(door: Door, arrived: Arrived): Promise<BytesOutcome> {
  const { endpoint, actor, request } = arrived
  if (endpoint.kind !== 'upload') throw new TypeError('not an upload')
  const size = Number(request.headers['content-length'])
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new AppError('input.invalid', [{ path: 'Content-Length', message: 'Say how many bytes come.' }])
  }
  const prepared: unknown = await door.database.inPractice(actor.practice, async (tx) => {
    tx.asker = askerOf(door, arrived)
    const call = { ...door.tools(), actor, input: inputOf(arrived, none), tx, keys: await door.keysOf(tx) }
    try {
      const ready: unknown = await endpoint.upload.prepare(call)
      refuseDeleted(tx, actor, 'change')
      return ready
    } catch (error) {
      noteAbout(arrived, tx)
      throw error
    }
  })
  const source = uploaded(arrived)
  // Let go of, or what is not read could not be discarded either.
  const receipt = await endpoint.upload
    .receive(prepared, source, size, door.tools())
    .finally(() => source.return(undefined))
  try {
    return await recorded(door, arrived, '', (call) => endpoint.verb({ ...call, prepared, receipt }))
  } catch (error) {
    // If a row names the bytes by now they must stay; if none does, they are collected as left over.
    if (!(error instanceof CommitUnknown)) await endpoint.upload.abandon(prepared, door.tools())
    throw error
  }
}

const longestSilenceMs = 60_000

/** The bytes of an upload; each part is gone once the next is asked for. Throws `file.truncated` when the sender is gone, or silent for a minute. */
async function* uploaded({ request }: Arrived): AsyncGenerator<Uint8Array> {
  const { raw } = request
  raw.setTimeout(longestSilenceMs, () => raw.destroy(new Error('silence')))
  try {
    for await (const part of arriving(request)) {
      yield part
      letGo(part)
    }
  } catch {
    throw new AppError('file.truncated')
  } finally {
    raw.setTimeout(0)
  }
}

async function send(door: Door, arrived: Arrived, outcome: BytesOutcome): Promise<unknown> {
  const { endpoint, request, reply } = arrived
  reply.code(outcome.status ?? 200)
  for (const [name, value] of Object.entries(outcome.headers)) reply.header(name, value)
  if (Buffer.isBuffer(outcome.body)) return reply.send(outcome.body)
  const stream = Readable.from(outcome.body(), { objectMode: false })
  // The headers are out by then: what breaks on the way ends the connection, so that nobody takes it for whole.
  stream.on('error', (error) => {
    door.log.error({ requestId: request.id, route: endpoint.path, err: error }, 'a stream broke off')
    const refused = asAppError(error)
    if (refused.code === 'record.altered') void door.recorder.refuse(arrived, refused)
  })
  return reply.send(stream)
}
