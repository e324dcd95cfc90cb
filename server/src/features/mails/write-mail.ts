/** What a mail says, before it is dressed as text and HTML. Plain words; nothing of a patient ever stands in one. */
export interface MailWords {
  subject: string
  greeting: string
  paragraphs: string[]
  /** Lines for a program, which stand as they are. */
  exact?: string
  /** The one thing to do. */
  action?: { label: string; url: string }
  /** Below a line: what this mail is about, what to do when it was not expected. */
  footer: string[]
}

export interface WrittenMail {
  subject: string
  text: string
  html: string
}

/** RFC 5322: no line of more than 78 characters where it can be helped. */
const lineLength = 76

export function writeMail({ subject, greeting, paragraphs, exact, action, footer }: MailWords): WrittenMail {
  const body = [greeting, ...paragraphs]
  const text = [
    ...body.map(wrapped),
    ...(exact === undefined ? [] : [exact.trimEnd()]),
    ...(action === undefined ? [] : [`${action.label}:\n${action.url}`]),
    ['-- ', ...footer.map(wrapped)].join('\n'),
  ]
  return {
    subject: oneLine(subject),
    text: `${text.join('\n\n')}\n`,
    html: htmlOf(subject, body, exact, action, footer),
  }
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

function wrapped(paragraph: string): string {
  const lines: string[] = []
  let line = ''
  for (const word of oneLine(paragraph).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > lineLength) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].join('\n')
}

/** No picture, no font, nothing that is fetched: who reads it tells nobody so. Dark where the reader is dark. */
function htmlOf(
  subject: string,
  body: string[],
  exact: string | undefined,
  action: MailWords['action'],
  footer: string[],
): string {
  const paragraph = (text: string) => `<p style="margin:0 0 16px">${escaped(oneLine(text))}</p>`
  const button =
    action === undefined
      ? ''
      : `<p style="margin:24px 0"><a href="${escaped(action.url)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#0b5d52;color:#ffffff;text-decoration:none;font-weight:600">${escaped(action.label)}</a></p>
<p style="margin:0 0 16px;font-size:14px">If the button does nothing, open this address:<br><span style="word-break:break-all">${escaped(action.url)}</span></p>`
  const block =
    exact === undefined
      ? ''
      : `<pre style="margin:0 0 16px;font:13px/1.5 ui-monospace,Consolas,monospace;white-space:pre-wrap;word-break:break-all">${escaped(exact.trimEnd())}</pre>`
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped(oneLine(subject))}</title>
</head>
<body style="margin:0;padding:24px 16px">
<div style="max-width:560px;margin:0 auto;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
${body.map(paragraph).join('\n')}
${block}
${button}
<div style="margin-top:32px;padding-top:16px;border-top:1px solid #8a9a97;font-size:13px">
${footer.map((text) => `<p style="margin:0 0 8px">${escaped(oneLine(text))}</p>`).join('\n')}
</div>
</div>
</body>
</html>
`
}

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replace(/[&<>"']/g, (character) => entities[character]!)
}
