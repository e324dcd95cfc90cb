import { expect, test } from 'vitest'
import { readTilePath } from './tiles.ts'

test('tiles are asked for as C2SP tlog-tiles writes them, and in no second way', () => {
  expect(readTilePath('000')).toEqual({ index: 0, width: 256 })
  expect(readTilePath('x001/x234/067')).toEqual({ index: 1_234_067, width: 256 })
  expect(readTilePath('x001/000.p/12')).toEqual({ index: 1000, width: 12 })
  for (const path of [
    '',
    '0',
    '1000',
    'x000/001',
    '000.p/0',
    '000.p/256',
    '000.p/01',
    '001/002',
    'x001',
    '../000',
    '000/',
  ])
    expect([path, readTilePath(path)]).toEqual([path, null])
})
