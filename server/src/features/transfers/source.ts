/** A file of an import, wherever it lies. */
export interface SourceFile {
  /** As the person who chose it knows it. */
  name: string
  /** Bytes. */
  size: number
  /** Its bytes from `offset` on, in pieces. */
  read(offset: number): AsyncIterable<Uint8Array>
}

/** Where an import comes from: a folder, or what was uploaded. Other formats give lines of their own through it. */
export interface Source {
  /** In a fixed order. */
  files: SourceFile[]
  /** Contents of documents, as an export of Candour has them beside its lines. */
  contents: SourceContent[]
}

export interface SourceContent extends SourceFile {
  /** Id of the file in Candour, and what the person who added it called it. */
  shownName: string
  blob: string
}
