/** For tests: the JSON of a size that costs the most to read, check or keep. All claim to be an Observation. */

/** @param patient whose it would be; @param bytes about how large each is */
export function* nastyBodies(patient: string, bytes: number): Generator<[name: string, body: Buffer]> {
  const head = `{"resourceType":"Observation","status":"final","code":{"text":"many"},"subject":{"reference":"Patient/${patient}"}`
  const whole = (rest: string) => Buffer.from(`${head},${rest}}`)
  const list = (name: string, one: (at: number) => string) => whole(`"${name}":[${filled(bytes, one)}]`)
  const note = (text: string) => whole(`"note":[{"text":"${text.repeat(bytes / text.length)}"}]`)
  yield ['components', list('component', (at) => `{"code":{"text":"c${at}"},"valueQuantity":{"value":${at}.50}}`)]
  yield ['references to patients elsewhere', list('performer', (at) => `{"reference":"https://a.b/Patient/p${at}"}`)]
  yield ['lists in lists', whole(`"x":${'['.repeat(bytes / 2)}${']'.repeat(bytes / 2)}`)]
  yield ['objects in objects', whole(`"x":${'{"a":'.repeat(bytes / 6)}1${'}'.repeat(bytes / 6)}`)]
  yield ['members', whole(filled(bytes, (at) => `"m${at.toString(36)}":0`))]
  yield ['empty objects', list('component', () => '{}')]
  yield ['empty lists', list('component', () => '[]')]
  yield ['escaped letters', note('\\u0041')]
  yield ['line ends', note('\\n')]
  yield ['a number', whole(`"valueQuantity":{"value":1${'0'.repeat(bytes)}}`)]
  yield ['numbers', list('component', () => '1e308')]
  yield ['one name twice', whole(`${filled(bytes, (at) => `"_n${at}":{}`)},"_n7":{}`)]
  yield ['half a character', Buffer.concat([note('word '), Buffer.of(0xe2, 0x82)])]
  yield ['no end', note('word ').subarray(0, -4)]
}

function filled(bytes: number, one: (at: number) => string): string {
  const parts: string[] = []
  for (let at = 0, length = 0; length < bytes; at++) {
    const part = one(at)
    parts.push(part)
    length += part.length + 1
  }
  return parts.join(',')
}
