/** Promise: no letter is lost on paper: every PDF brings its typeface, and what that lacks is printed as its number. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import { lettersOf } from './letters-of.ts'

export type Paper = InstanceType<typeof PDFDocument>

interface Style {
  size: number
  bold?: boolean
  colour?: string
}

interface Place extends Omit<PDFKit.Mixins.TextOptions, 'features'> {
  /** Left and top in points; where the last text ended, unless given. */
  at?: readonly [number, number]
}

interface Typeface {
  plain: Buffer
  bold: Buffer
  letters: ReadonlySet<number>
}

let typeface: Typeface | null = null

/** Noto Sans: Latin with all its marks, Greek and Cyrillic. */
function openTypeface(): Typeface {
  if (typeface !== null) return typeface
  const require = createRequire(import.meta.url)
  const plain = readFileSync(require.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'))
  const bold = readFileSync(require.resolve('@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf'))
  typeface = { plain, bold, letters: lettersOf(plain) }
  return typeface
}

export function startPaper(options: PDFKit.PDFDocumentOptions, { title, at }: { title: string; at: Date }): Paper {
  const paper = new PDFDocument({
    size: 'A4',
    lang: 'en-GB',
    displayTitle: true,
    ...options,
    font: '',
    info: { Title: title, CreationDate: at, Producer: 'Candour', Creator: 'Candour' },
  })
  const { plain, bold } = openTypeface()
  return paper.registerFont('plain', plain).registerFont('bold', bold).font('plain')
}

/**
 * Outside Windows-1252 the typeface takes letters apart before it draws them; a copied or searched name would come out in pieces.
 * They are drawn as they stand instead.
 */
const unbroken = { ccmp: false } as unknown as PDFKit.Mixins.OpenTypeFeatures[]

export function write(
  paper: Paper,
  { size, bold = false, colour = '#000000' }: Style,
  words: string,
  place: Place = {},
) {
  const { at, ...options } = place
  const shown = onPaper(words)
  const features = /[^\u0000-\u00ff‘’“”–…]/.test(shown) ? { features: unbroken } : {}
  paper
    .font(bold ? 'bold' : 'plain')
    .fontSize(size)
    .fillColor(colour)
  const drawn = { lineGap: -0.12 * size, ...options, ...features }
  return at === undefined ? paper.text(shown, drawn) : paper.text(shown, at[0], at[1], drawn)
}

/** Whether all of it is printed as it is. */
export function isWholeOnPaper(words: string): boolean {
  return onPaper(words) === plainSpaces(words)
}

/** `Wei [U+5F20]`: what the typeface lacks, by its number in Unicode. */
export function onPaper(words: string): string {
  const { letters } = openTypeface()
  const shows = (letter: string) => letter === '\n' || letters.has(letter.codePointAt(0)!)
  return [...plainSpaces(words)]
    .map((letter) => (shows(letter) ? letter : `[${numberOf(letter)}]`))
    .join('')
    .replaceAll(/\]\[(?=U\+)/g, ' ')
}

function plainSpaces(words: string): string {
  return words.normalize('NFC').replaceAll(/\r\n?/g, '\n').replaceAll('\t', ' ')
}

function numberOf(letter: string): string {
  return `U+${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
}
