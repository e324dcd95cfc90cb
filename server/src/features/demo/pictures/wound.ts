import { randomOf } from '../random.ts'
import { drawPng, type Colour } from './png.ts'
import { blend, skinOf } from './skin.ts'
import { soft, textureOf } from './texture.ts'

/** Pixels of a millimetre. */
const scale = 5
const ruler = { top: 318, bottom: 366, left: 24, right: 536 }

/**
 * A wound with a paper ruler under it, 560 by 400.
 * @param seed the same wound on each visit
 * @param healed 0 fresh to 1 nearly closed
 */
export function woundPicture(seed: string, healed: number): Buffer {
  const random = randomOf('wound', seed)
  const [width, height] = [560, 400]
  const skin = skinOf(random, width, height)
  const [outline, bed, slough] = [textureOf(random, 38), textureOf(random, 7), textureOf(random, 18)]
  const long = random.int(70, 110) * (1 - healed * 0.62)
  const flat = 1.15 + random.next() * 0.5
  return drawPng(width, height, (x, y) => {
    if (y >= ruler.top && y <= ruler.bottom && x >= ruler.left && x <= ruler.right) return rulerAt(x, y)
    const distance = Math.hypot(x - 280, (y - 165) * flat) - long + outline(x, y) * 16
    const around = blend(skin(x, y), [186, 92, 84], soft(distance - 14, 46) * 0.55 * (1 - healed * 0.5))
    const edge = blend(around, [214, 150, 140], soft(Math.abs(distance) - 3, 7) * 0.6)
    const granulating: Colour = [158 + bed(x, y) * 26, 34 + bed(x, y) * 14, 38]
    const yellow = soft(-slough(x, y) * 20 + 6 + healed * 16, 10)
    return blend(edge, blend(granulating, [205, 182, 116], yellow * 0.85), soft(distance, 5))
  })
}

function rulerAt(x: number, y: number): Colour {
  const millimetre = (x - ruler.left - 10) / scale
  const mark = Math.round(millimetre)
  const isMark = Math.abs(millimetre - mark) * scale < 0.7 && mark >= 0 && mark <= 98
  const long = mark % 10 === 0 ? 22 : mark % 5 === 0 ? 15 : 9
  if (isMark && y - ruler.top < long) return [30, 30, 30]
  if (y < ruler.top + 1 || y > ruler.bottom - 1 || x < ruler.left + 1 || x > ruler.right - 1) return [150, 150, 150]
  return [244, 243, 236]
}
