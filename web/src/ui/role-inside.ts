/** A role inside a sentence: `Dental nurse` is a dental nurse, `GP partner` stays a GP partner. */
export function roleInside(role: string): string {
  return role.replace(/\p{L}+/gu, (word) => (/^\p{Lu}\p{Ll}*$/u.test(word) ? word.toLocaleLowerCase('en-GB') : word))
}
