import { expect, test } from 'vitest'
import { readName } from './read-name.ts'

test.each([
  ['SMITH, Jane (Mrs)', 'SMITH', 'Jane', 'Mrs'],
  ['Smith, Mrs Jane Anne', 'Smith', 'Jane Anne', 'Mrs'],
  ['SMITH, Jane, Mrs', 'SMITH', 'Jane', 'Mrs'],
  ['SMITH,Jane', 'SMITH', 'Jane', ''],
  ['Mr. John Smith', 'Smith', 'John', 'Mr.'],
  ['Jane Smith', 'Smith', 'Jane', ''],
  ['  Jane   Anne  Smith-Jones ', 'Smith-Jones', 'Jane Anne', ''],
  ['Dr Vincent van der Berg', 'van der Berg', 'Vincent', 'Dr'],
  ["O'NEILL, Siân (Prof Dame)", "O'NEILL", 'Siân', 'Prof Dame'],
  ['Mr Singh', 'Singh', '', 'Mr'],
  ['Smith (née Jones), Jane', 'Smith (née Jones)', 'Jane', ''],
])('%s', (text, family, given, title) => expect(readName(text)).toEqual({ family, given, title }))

test.each(['Cher', '', ', Jane'])('no surname can be told from “%s”', (text) => expect(readName(text)).toBeNull())
