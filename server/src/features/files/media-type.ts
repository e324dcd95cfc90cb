import { fileTypes } from '@candour/contract/files.ts'
import { fileTypeFromBuffer } from 'file-type'
import { AppError } from '../../platform/app-error.ts'

/** Bytes that are looked at to tell the type. */
export const sniffed = 64 * 1024

const same: Record<string, string> = {
  'audio/x-wav': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'video/x-m4v': 'video/mp4',
}

/** The bytes decide, not the name. Throws `file.type_refused` for what is not on the list. */
export async function mediaTypeOf(start: Buffer): Promise<string> {
  const found = (await fileTypeFromBuffer(start))?.mime
  const type = found === undefined ? (isText(start) ? 'text/plain' : '') : (same[found] ?? found)
  if (!(fileTypes as readonly string[]).includes(type)) throw new AppError('file.type_refused')
  return type
}

/** UTF-8 without control characters, and no markup that a browser could run. */
function isText(start: Buffer): boolean {
  // A character may be cut at the end of what is looked at.
  const text = new TextDecoder('utf-8').decode(start.subarray(0, Math.max(start.length - 3, 1)))
  const isPlain = !/[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f]/.test(text) && !text.includes('\ufffd')
  return isPlain && !/^\s*<[a-z!?/]/i.test(text)
}
