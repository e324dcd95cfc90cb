/** Promise: how much room there is, is read off the file system itself. */
import { statfs } from 'node:fs/promises'

/** Room on the file system of a path. */
export interface Space {
  /** Bytes that may still be written, and bytes in all. */
  free: number
  size: number
  /** Files that may still be made, and files in all; 0 where the file system does not count them. */
  freeFiles: number
  files: number
}

export type SpaceOf = (path: string) => Promise<Space>

export const spaceOf: SpaceOf = async (path) => {
  const { bavail, blocks, bsize, ffree, files } = await statfs(path)
  return { free: bavail * bsize, size: blocks * bsize, freeFiles: ffree, files }
}
