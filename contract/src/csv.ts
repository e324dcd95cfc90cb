/**
 * CSV (RFC 4180) that no spreadsheet takes for formulas: what begins like one, or with a space before it, gets an
 * apostrophe in front (OWASP, CSV injection). With a byte order mark, for Excel.
 */
export function csvText(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heading, ...rows].map((row) => row.map(cell).join(','))
  return `\ufeff${lines.join('\r\n')}\r\n`
}

function cell(text: string): string {
  const harmless = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text
  return `"${harmless.replaceAll('"', '""')}"`
}
