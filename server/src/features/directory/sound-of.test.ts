import { expect, test } from 'vitest'
import { soundOf } from './sound-of.ts'

const published: [string, string][] = [
  ['howl', 'HL'],
  ['testing', 'TSTN'],
  ['the', '0'],
  ['quick', 'KK'],
  ['brown', 'BRN'],
  ['fox', 'FKS'],
  ['jumped', 'JMPT'],
  ['over', 'OFR'],
  ['lazy', 'LS'],
  ['dogs', 'TKS'],
  ['comb', 'KM'],
  ['womb', 'WM'],
  ['science', 'SNS'],
  ['scene', 'SN'],
  ['scy', 'S'],
  ['why', ''],
  ['ciapo', 'XP'],
  ['schedule', 'SKTL'],
  ['character', 'KRKT'],
  ['teach', 'TX'],
  ['dodgy', 'TJ'],
  ['adgiemti', 'AJMT'],
  ['ghent', 'KNT'],
  ['baugh', 'B'],
  ['gnu', 'N'],
  ['signed', 'SNT'],
  ['phish', 'FX'],
  ['shot', 'XT'],
  ['odsian', 'OTXN'],
  ['pulsion', 'PLXN'],
  ['otia', 'OX'],
  ['portion', 'PRXN'],
  ['retch', 'RX'],
  ['watch', 'WX'],
  ['axeaxe', 'AKSK'],
]

test('words sound as the published examples of Metaphone say', () => {
  for (const [word, sound] of published) expect([word, soundOf(word, 4)]).toEqual([word, sound])
})

const alike = [
  ['smith', 'smyth', 'smythe'],
  ['catherine', 'kathryn', 'katherine', 'cathryn'],
  ['stephen', 'steven', 'stephan'],
  ['mcdonald', 'macdonald'],
  ['mckenzie', 'mackenzie'],
  ['clark', 'clarke'],
  ['reid', 'reed', 'read'],
  ['philip', 'phillip', 'filip'],
  ['geoffrey', 'jeffrey'],
  ['sara', 'sarah'],
  ['mohammed', 'muhammad', 'mohamed'],
  ['hussain', 'hussein'],
  ['wright', 'right'],
  ['jon', 'john'],
]

test('names that a front desk mishears for each other sound alike', () => {
  for (const names of alike) expect([names, new Set(names.map((name) => soundOf(name))).size]).toEqual([names, 1])
})

test('names that nobody mishears do not sound alike', () => {
  const sounds = ['smith', 'jones', 'brown', 'patel', 'khan', 'evans', 'wilson', 'taylor'].map((name) => soundOf(name))
  expect(new Set(sounds).size).toBe(sounds.length)
})
