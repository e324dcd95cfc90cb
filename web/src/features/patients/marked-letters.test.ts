import { describe, expect, it } from 'vitest'
import { markDigits, markName, type Piece } from './marked-letters.ts'

const shown = (pieces: Piece[]) => pieces.map((piece) => (piece.marked ? `[${piece.text}]` : piece.text)).join('')

describe('marked letters', () => {
  it('marks what was typed, over a letter left out', () => {
    expect(shown(markName('ASHDOWNE, Margery (Mrs)', 'ashdwne marg 57'))).toBe('[ASHD]O[WNE], [Marg]ery (Mrs)')
  })

  it('marks nothing in a name that is not meant', () => {
    expect(shown(markName('QUILLER, Dafydd (Mr)', 'ashdwne'))).toBe('QUILLER, Dafydd (Mr)')
  })

  it('looks through accents', () => {
    expect(shown(markName('ÉVORA, Zoë', 'evora zoe'))).toBe('[ÉVORA], [Zoë]')
  })

  it('marks the year in a date and digits over spaces', () => {
    expect(shown(markDigits('04-Mar-1957', 'ash 57'))).toBe('04-Mar-19[57]')
    expect(shown(markDigits('999 000 0018', '9990000018'))).toBe('[999 000 0018]'.replace(/ /g, '] ['))
  })
})
