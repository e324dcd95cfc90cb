import type { Random } from '../random.ts'

/** Noise without edges: random heights on a grid of so many pixels, blended between. Answers -1 to 1. */
export function textureOf(random: Random, cell: number): (x: number, y: number) => number {
  const size = 64
  const heights = Float32Array.from({ length: size * size }, () => random.next() * 2 - 1)
  const at = (column: number, row: number) => heights[(row & (size - 1)) * size + (column & (size - 1))]!
  const smooth = (part: number) => part * part * (3 - 2 * part)
  return (x, y) => {
    const [column, row] = [Math.floor(x / cell), Math.floor(y / cell)]
    const [across, down] = [smooth(x / cell - column), smooth(y / cell - row)]
    const top = at(column, row) + (at(column + 1, row) - at(column, row)) * across
    const bottom = at(column, row + 1) + (at(column + 1, row + 1) - at(column, row + 1)) * across
    return top + (bottom - top) * down
  }
}

/** 1 inside, 0 outside, and a soft edge of so many pixels. `distance` is negative inside. */
export function soft(distance: number, edge: number): number {
  return Math.max(0, Math.min(1, 0.5 - distance / edge))
}
