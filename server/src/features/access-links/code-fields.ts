/** What is bound of a code: it counts for its own link alone. */
export function codeFields(link: string, code: string): string[] {
  return [link, code]
}
