import type { Random } from './random.ts'

export type Words = Readonly<Record<string, string | number>>

const choice = /\{([^{}]*)\}/g

/**
 * Text with variants: `{one|other}` is drawn, inner ones first, `[name]` is taken from `words`. A variant such as
 * `{retired?At home.|working?Back at work.|Well.}` is there for those alone of whom the word says so.
 * A word that is not there is a mistake in the content and throws.
 */
export function phrase(random: Random, template: string, words: Words = {}): string {
  let text = template
  while (text.includes('{')) text = text.replace(choice, (_, inside: string) => drawn(random, inside, words))
  text = text.replace(/\[(\w+)\]/g, (_, name: string) => {
    const word = words[name]
    if (word === undefined) throw new Error(`the demo's words lack "${name}"`)
    return String(word)
  })
  return text
    .replace(/ {2,}/g, ' ')
    .replace(/ ([.,;:])/g, '$1')
    .replace(/ *\n */g, '\n')
    .trim()
}

function drawn(random: Random, inside: string, words: Words): string {
  if (!inside.includes('?')) return random.pick(inside.split('|'))
  const fitting = inside.split('|').flatMap((variant) => {
    const only = /^(\w+)\?(?=\S)/.exec(variant)
    if (only === null) return variant
    return words[only[1]!] ? variant.slice(only[0].length) : []
  })
  return fitting.length === 0 ? '' : random.pick(fitting)
}
