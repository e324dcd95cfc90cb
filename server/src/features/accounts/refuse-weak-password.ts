import { AppError } from '../../platform/app-error.ts'

/** Refuses what length alone lets through: few different characters, or one's own name, email or practice. */
export function refuseWeakPassword(password: string, context: string[]): void {
  const folded = password.toLowerCase()
  const refuse = (message: string): never => {
    throw new AppError('password.refused', [{ path: 'password', message }])
  }
  if (new Set(folded).size < 5) refuse('This repeats very few characters. Mix some words.')
  const words = context
    .flatMap((text) => [text, ...text.split(/[\s@.]+/)])
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= 4)
  const left = words.toSorted((a, b) => b.length - a.length).reduce((rest, word) => rest.replaceAll(word, ''), folded)
  if (left.replace(/[^\p{L}\p{N}]/gu, '').length < 8)
    refuse('This is made of your name, email or practice. Add words that nobody would guess.')
}
