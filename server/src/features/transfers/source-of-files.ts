import type { Source, SourceContent, SourceFile } from './source.ts'

/** Files of FHIR by their names. */
export const recordFile = /\.(ndjson|jsonl|json)$/i
const contentName = /^files\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(\.[A-Za-z0-9]{1,8})?$/
/** Of its own a system adds these to a folder. */
const leftOut = /(?:^|\/)(?:manifest\.json|\.[^/]*)$|^__MACOSX\//

/**
 * What of these files an import takes, by their paths: records, and the contents of documents as an export has them under
 * `files/`. A folder around everything is looked through.
 */
export async function sourceOfFiles(all: readonly SourceFile[]): Promise<Source> {
  const files = all.toSorted((one, other) => (one.name < other.name ? -1 : 1))
  const around = commonFolder(files)
  const within = files.map((file) => ({ ...file, name: file.name.slice(around.length) }))
  const shown = await namesIn(within.find(({ name }) => name === 'manifest.json'))
  return {
    files: within.filter(({ name }) => recordFile.test(name) && !leftOut.test(name) && !contentName.test(name)),
    contents: within.flatMap((file): SourceContent | never[] => {
      const blob = contentName.exec(file.name)?.[1]
      return blob === undefined
        ? []
        : { ...file, blob, shownName: shown.get(file.name) ?? file.name.slice('files/'.length) }
    }),
  }
}

/** `export/` when everything lies in it; never `files/`, which an export has itself. */
function commonFolder(files: readonly SourceFile[]): string {
  const first = /^[^/]+\//.exec(files.find(({ name }) => !leftOut.test(name))?.name ?? '')?.[0] ?? ''
  const isCommon = files.every(({ name }) => name.startsWith(first) || name.startsWith('__MACOSX/'))
  return isCommon && first !== 'files/' ? first : ''
}

const largestManifest = 64 * 1024 ** 2

/** What the manifest says the files were called. */
async function namesIn(manifest: SourceFile | undefined): Promise<Map<string, string>> {
  if (manifest === undefined || manifest.size > largestManifest) return new Map()
  const pieces: Uint8Array[] = []
  for await (const piece of manifest.read(0)) pieces.push(Buffer.from(piece))
  try {
    const { files } = JSON.parse(Buffer.concat(pieces).toString()) as { files: { path: string; name?: unknown }[] }
    return new Map(files.flatMap(({ path, name }) => (typeof name === 'string' ? [[path, name.slice(0, 200)]] : [])))
  } catch {
    return new Map()
  }
}
