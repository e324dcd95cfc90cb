import { OperatorError } from '../../platform/operator-error.ts'

/** A file of an import, wherever it lies. */
export interface SourceFile {
  /** As the person who chose it knows it. */
  name: string
  /** Bytes. */
  size: number
  /** Its bytes from `offset` on, in pieces. */
  read(offset: number): AsyncIterable<Uint8Array>
}

/** Where an import comes from: a folder, a ZIP, or what was uploaded. Other formats give lines of their own through it. */
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

/** What was sent can't be read to its end; the message says why, to the person who sent it. */
export class SourceBroken extends OperatorError {
  override readonly name = 'SourceBroken'
}
