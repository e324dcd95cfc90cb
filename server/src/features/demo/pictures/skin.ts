import { randomOf, type Random } from '../random.ts'
import { drawPng, type Colour } from './png.ts'
import { soft, textureOf } from './texture.ts'

const tones: readonly Colour[] = [
  [233, 194, 171],
  [222, 178, 150],
  [196, 148, 116],
  [154, 106, 78],
  [112, 74, 54],
]

/** Skin as a close photograph shows it: its tone, uneven light, pores. */
export function skinOf(random: Random, width: number, height: number): (x: number, y: number) => Colour {
  const [red, green, blue] = random.pick(tones)
  const [broad, fine, pores] = [textureOf(random, 70), textureOf(random, 9), textureOf(random, 2.5)]
  return (x, y) => {
    const light = 1.04 - 0.16 * Math.hypot(x / width - 0.42, y / height - 0.4)
    const grain = 1 + broad(x, y) * 0.05 + fine(x, y) * 0.025 + pores(x, y) * 0.035
    return [red * light * grain, green * light * grain, blue * light * grain]
  }
}

export function blend([r, g, b]: Colour, [red, green, blue]: Colour, part: number): Colour {
  return [r + (red - r) * part, g + (green - g) * part, b + (blue - b) * part]
}

/** Patches of eczema-like redness on skin, 480 by 360. */
export function skinPicture(seed: string): Buffer {
  const random = randomOf('skin', seed)
  const [width, height] = [480, 360]
  const skin = skinOf(random, width, height)
  const [outline, scale] = [textureOf(random, 34), textureOf(random, 5)]
  const patches = Array.from({ length: random.int(2, 5) }, () => ({
    x: random.int(100, 380),
    y: random.int(80, 280),
    size: random.int(28, 72),
    flat: 0.6 + random.next() * 0.6,
  }))
  return drawPng(width, height, (x, y) => {
    let colour = skin(x, y)
    for (const patch of patches) {
      const distance = Math.hypot((x - patch.x) * patch.flat, y - patch.y) - patch.size + outline(x, y) * 22
      const part = soft(distance, 26)
      if (part > 0) colour = blend(colour, [176, 74, 66], part * (0.5 + 0.14 * scale(x, y)))
    }
    return colour
  })
}
