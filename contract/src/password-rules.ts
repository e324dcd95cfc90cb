/**
 * Which passwords are taken, and why not: the same here and in the browser (P18). Length first; then what is known of the
 * person; then how soon a guesser would come to it, who tries stolen passwords, keyboard rows, dates and repeats first.
 * It brings a list of 49,233 stolen passwords with it: load it only where a password is set.
 */
import { ZxcvbnFactory, type MatchExtended } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'

export interface PasswordAsked {
  /** Names and addresses that say nothing to somebody who knows the person. */
  own: readonly string[]
  /** A second factor is asked for as well. */
  hasFactor: boolean
  /** The practice wants a capital, a small letter and a digit (P18); off unless it says so. */
  mix?: boolean
}

export interface PasswordJudgement {
  taken: boolean
  /** 0 to 4 marks of the meter. */
  marks: number
  /** Why; for whoever chooses it. */
  words: string
}

const most = 256
/** Beyond that a password is judged by its beginning: a good beginning makes it no worse. Bounds the time, 20 ms. */
const judged = 64
/** Guesses that a taken password would stand, at least. */
const enough = 10
const good = 12

export function leastCharacters(hasFactor: boolean): number {
  return hasFactor ? 12 : 15
}

let made: ZxcvbnFactory | undefined
function estimator(): ZxcvbnFactory {
  made ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: judged, l33tMaxSubstitutions: 20 })
  return made
}

export function judgePassword(given: string, { own, hasFactor, mix = false }: PasswordAsked): PasswordJudgement {
  const password = given.normalize('NFC')
  const length = [...password].length
  const least = leastCharacters(hasFactor)
  if (length === 0) return { taken: false, marks: 0, words: inviting(least) }
  if (length > most) return { taken: false, marks: 0, words: 'At most 256 characters.' }
  const words = ownWords(own)
  const { guessesLog10, sequence } = estimator().check(password, words)
  const refused = (why: string): PasswordJudgement => ({
    taken: false,
    marks: Math.max(1, Math.min(2, Math.floor(guessesLog10 / 4))),
    words: why,
  })
  const missing = least - length
  if (missing > 0) return refused(`${missing} more ${missing === 1 ? 'character' : 'characters'}: at least ${least}.`)
  if (isStolen(password))
    return refused('This is in a list of passwords that were stolen elsewhere. Choose another one.')
  const personal = personalWord(password, words)
  if (personal !== null) return refused(`“${personal}” is easy to guess about you, so it does not count. Add words.`)
  if (guessesLog10 < enough) return refused(whyWeak(sequence))
  if (mix && !/\p{Lu}/u.test(password)) return refused('This practice also asks for a capital letter.')
  if (mix && !/\p{Ll}/u.test(password)) return refused('This practice also asks for a small letter.')
  if (mix && !/\p{Nd}/u.test(password)) return refused('This practice also asks for a digit.')
  return guessesLog10 < good
    ? { taken: true, marks: 3, words: 'Hard to guess.' }
    : { taken: true, marks: 4, words: 'Very hard to guess.' }
}

function inviting(least: number): string {
  return `At least ${least} characters. Three or four unrelated words do well.`
}

/** What is known of whoever chooses it, and "candour": whole, and by its words. */
function ownWords(own: readonly string[]): string[] {
  const words = [...own, 'candour'].flatMap((text) => [text, ...text.split(/[\s@.,_+-]+/)])
  return [...new Set(words.map((word) => word.normalize('NFC').toLowerCase()))].filter((word) => word.length >= 4)
}

/** The known word without which too little is left. */
function personalWord(password: string, words: string[]): string | null {
  const folded = password.toLowerCase()
  const within = words.filter((word) => folded.includes(word)).toSorted((a, b) => b.length - a.length)
  const left = within.reduce((rest, word) => rest.replaceAll(word, ''), folded)
  return within.length > 0 && left.replace(/[^\p{L}\p{N}]/gu, '').length < 8 ? within[0]! : null
}

let stolen: Set<string> | undefined
function isStolen(password: string): boolean {
  stolen ??= new Set(dictionary['passwords-common'])
  const folded = password.toLowerCase()
  return stolen.has(folded) || stolen.has(folded.replace(/[^\p{L}]+$/u, ''))
}

/** By what takes up most of it. */
function whyWeak(sequence: MatchExtended[]): string {
  const [main] = sequence.toSorted((a, b) => b.token.length - a.token.length)
  const token = main?.token ?? ''
  switch (main?.pattern) {
    case 'repeat':
      return 'This repeats itself. Unrelated words are harder to guess.'
    case 'sequence':
    case 'spatial':
      return `“${token}” is a row of the keyboard or the alphabet. Unrelated words are harder to guess.`
    case 'date':
    case 'regex':
      return `“${token}” is a date, and soon guessed. Unrelated words are harder to guess.`
    case 'dictionary':
      return main['dictionaryName'] === 'userInputs'
        ? `“${token}” is easy to guess about you, so it does not count. Add words.`
        : `“${token}” is in a list of stolen passwords. Add unrelated words.`
    default:
      return 'Soon guessed. Three or four unrelated words do well.'
  }
}
