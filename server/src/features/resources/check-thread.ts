/** The second thread's program: checks large resources, so that nobody waits for one. */
import { parentPort } from 'node:worker_threads'
import { isTooDeep } from '../../platform/fhir/too-deep.ts'
import { checkWhole, type CheckTask } from './check-whole.ts'

parentPort!.on('message', ({ type, bytes, now }: CheckTask) => {
  const received = Buffer.from(bytes.buffer)
  const outcome = isTooDeep(received)
    ? { problems: [{ path: '', message: 'This is nested deeper than 1,000 levels.' }] }
    : checkWhole(type, received, now)
  parentPort!.postMessage({ bytes, outcome }, [bytes.buffer])
})
