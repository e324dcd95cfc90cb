/** An element as StructureDefinition has it, as far as it is used here. */
export interface ElementType {
  code: string
  profile?: string[]
  targetProfile?: string[]
  extension?: { url: string; valueUrl?: string }[]
}

export interface Constraint {
  key: string
  severity: 'error' | 'warning'
  human: string
  expression?: string
}

export interface Element {
  path: string
  min: number
  max: string
  type?: ElementType[]
  contentReference?: string
  binding?: { strength: string; valueSet?: string; extension?: { url: string; valueCanonical?: string }[] }
  constraint?: Constraint[]
}
