/** The second process's program: checks large resources, so that nobody waits for one. */
import { isTooDeep } from '../../platform/fhir/too-deep.ts'
import { checkWhole, type CheckTask } from './check-whole.ts'

process.on('disconnect', () => process.exit(0))
process.on('message', ({ type, bytes, now }: CheckTask) => {
  const received = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  process.send!(
    isTooDeep(received)
      ? { problems: [{ path: '', message: 'This is nested deeper than 1,000 levels.' }] }
      : checkWhole(type, received, now),
  )
})
