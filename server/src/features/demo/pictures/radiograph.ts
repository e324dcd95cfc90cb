import { randomOf, type Random } from '../random.ts'
import { drawPng } from './png.ts'
import { soft, textureOf } from './texture.ts'

interface Tooth {
  middle: number
  half: number
  root: number
  filling: boolean
  shadow: boolean
}

function rowOf(random: Random): Tooth[] {
  const teeth: Tooth[] = []
  for (let left = -30; left < 620;) {
    const half = random.int(42, 58)
    teeth.push({
      middle: left + half,
      half,
      root: random.int(90, 120),
      filling: random.chance(0.3),
      shadow: random.chance(0.12),
    })
    left += half * 2 + 3
  }
  return teeth
}

/** A radiograph such as a bitewing: two rows of crowns that nearly meet, roots in bone, 600 by 440. */
export function bitewing(seed: string): Buffer {
  const random = randomOf('bitewing', seed)
  const [width, height] = [600, 440]
  const rows = [rowOf(random), rowOf(random)]
  const [bone, grain] = [textureOf(random, 6), textureOf(random, 1.6)]
  const tilt = random.about(0, 0.02)
  return drawPng(width, height, (x, y) => {
    const line = height / 2 + (x - width / 2) * tilt
    const isUpper = y < line
    const away = Math.abs(y - line)
    // Air and cheek, then bone from the necks of the teeth on.
    let shade = 26 + soft(112 - away, 18) * (62 + bone(x, y) * 16)
    const tooth = rows[isUpper ? 0 : 1]!.find(({ middle, half }) => Math.abs(x - middle) <= half + 1)
    if (tooth !== undefined) shade = toothAt(tooth, x, away, shade)
    const edge = Math.min(x, y, width - 1 - x, height - 1 - y)
    return (shade + grain(x, y) * 9) * Math.min(1, 0.35 + edge / 16)
  })
}

function toothAt({ middle, half, root, filling, shadow }: Tooth, x: number, away: number, behind: number): number {
  const across = Math.abs(x - middle)
  const cusps = 10 + 5 * Math.cos((across / half) * Math.PI * 2)
  const neck = 100
  const down = away - cusps
  // The crown bulges, the roots taper and part.
  const wide =
    down < neck - 20
      ? half - 7 * (1 - Math.sin(Math.min(1, (down + 14) / 60) * 1.57))
      : half * (0.86 - Math.max(0, (down - neck) / (root * 2.6)))
  const inside = Math.min(wide - across, down, neck + root - down)
  if (inside <= 0) return behind
  const furcation = down > neck + 18 ? soft(across - (down - neck - 18) * 0.16, 4) : 0
  const enamel = down < neck - 26 ? soft(Math.min(wide - across, down) - 11, 5) : 0
  let shade = 138 + enamel * 62
  const pulp = soft(Math.max(across - half * 0.3, Math.abs(down - 74) - 17), 8)
  const canal = down > 86 ? soft(Math.abs(across - half * 0.42) - 2, 4) : 0
  shade -= Math.max(pulp, canal) * 56
  if (filling && down < 34) shade += soft(across - half * 0.5, 4) * (246 - shade)
  if (shadow) shade -= soft(Math.hypot(across - half + 8, down - 44) - 10, 8) * 74
  return behind + (shade - behind) * soft(-inside, 3) * (1 - furcation * 0.8)
}
