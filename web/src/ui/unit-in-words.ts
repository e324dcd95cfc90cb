/**
 * A unit, or a value with its unit, as laboratories here write it: a mu is too easily read as an m, and a 2 as a digit.
 * For the eye alone: what is kept, and what tells one unit from another, stays as it came.
 */
export function unitInWords(text: string): string {
  return text
    .replace(/(^| )[µμu](mol|kat)(?=\/|$)/u, '$1micro$2')
    .replace(/(^| )[µμu]g(?=\/|$)/u, '$1microgram')
    .replace(/\/(?:\{1\.73_m2\}|1\.73 ?m2)$/, '/1.73 m²')
    .replace(/\/m2$/, '/m²')
}
