export interface Asked {
  file: string
  keys: string[]
  witnesses: string[]
  need: number | null
  since: string[]
  toleranceMs: number
  json: boolean
}

export const standardToleranceSeconds = 300

/** `--since` and `--witness` take several, `--key` too; a text is what is wrong with the words. */
export function readFlags(words: readonly string[]): Asked | 'help' | { wrong: string } {
  const lists: Record<string, string[]> = { '--key': [], '--witness': [], '--since': [] }
  const single: Record<string, string | null> = { '--need': null, '--tolerance': null }
  const files: string[] = []
  let json = false
  for (let at = 0; at < words.length; at += 1) {
    const [name, inline] = split(words[at]!)
    if (name === '--help' || name === '-h') return 'help'
    if (name === '--json' && inline === null) json = true
    else if (!name.startsWith('-')) files.push(name)
    else if (!Object.hasOwn(lists, name) && !Object.hasOwn(single, name)) return { wrong: `There is no flag ${name}.` }
    else {
      const value = inline ?? words[++at]
      if (value === undefined || value === '' || value.startsWith('--')) return { wrong: `${name} needs a value.` }
      if (Object.hasOwn(single, name)) {
        if (single[name] !== null) return { wrong: `${name} was given twice.` }
        single[name] = value
      } else lists[name]!.push(value)
    }
  }
  if (files.length !== 1) return { wrong: files.length === 0 ? 'Say which file.' : 'One file at a time.' }
  const [need, tolerance] = [numberOf(single['--need']!), numberOf(single['--tolerance']!)]
  if (need === undefined || tolerance === undefined) return { wrong: '--need and --tolerance take whole numbers.' }
  const witnesses = lists['--witness']!
  if (need !== null && need > witnesses.length) return { wrong: '--need asks for more witnesses than --witness names.' }
  const toleranceMs = (tolerance ?? standardToleranceSeconds) * 1000
  return { file: files[0]!, keys: lists['--key']!, witnesses, need, since: lists['--since']!, toleranceMs, json }
}

function split(word: string): [string, string | null] {
  const at = word.startsWith('--') ? word.indexOf('=') : -1
  return at < 0 ? [word, null] : [word.slice(0, at), word.slice(at + 1)]
}

/** Null: not given; undefined: no number. */
function numberOf(text: string | null): number | null | undefined {
  if (text === null) return null
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined
}

export const help = `candour verify <file>: checks a bundle, a proof of an entry or an evidence pack, without Candour and without a network

Examples
  candour verify bundle.ndjson                        with the key that the file brings
  candour verify bundle.ndjson --key VKEY             with the key that you know
  candour verify bundle.ndjson --since august.note    that the ledger only grew since
  candour verify bundle.ndjson --witness VKEY         that this witness saw the same
  candour verify proof.json                           that one entry is in the ledger

Flags
  --key <vkey>          whom to believe, instead of the file itself; may be given more than once
  --since <file>        a checkpoint, a proof or a bundle kept from before; may be given more than once
  --witness <vkey>      a witness to look for; may be given more than once
  --need <number>       how many of them must have signed; all of them otherwise
  --tolerance <seconds> by how much an entry's time may go back before it is told; ${standardToleranceSeconds} otherwise
  --json                print JSON for programs instead of words

Exit codes
  0  it holds
  1  it does not, and what is wrong was printed
  2  the command line was not understood, a file could not be read, or the file can't answer what was asked
`
