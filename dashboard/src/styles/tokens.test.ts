import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/* Reads the stylesheet itself, so that a colour changed there is judged here. */
const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--color-([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name, { light, dark }],
  ),
);

type Theme = 'light' | 'dark';
type Rgb = readonly [number, number, number];

function colour(name: string, theme: Theme): Rgb {
  const hex = tokens.get(name)?.[theme];
  if (hex === undefined) throw new Error(`no token --color-${name}`);
  const channel = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [channel(1), channel(3), channel(5)];
}

const linear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;

/** WCAG 2.2, relative luminance. */
function luminance([r, g, b]: Rgb): number {
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** WCAG 2.2, contrast ratio. */
function contrast(one: Rgb, other: Rgb): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const THEMES = ['light', 'dark'] as const;
const TEXTS = ['ink', 'ink-soft', 'waiting', 'matched', 'mismatched', 'resolved'];
const SURFACES = ['canvas', 'panel', 'hover', 'selected', 'matched-tint', 'mismatched-tint', 'waiting-tint'];
const PAIRS = [
  ['attention-ink', 'attention'],
  ['solid-ink', 'solid'],
  ['panel', 'mismatched'],
] as const;

describe.each(THEMES)('the tokens, %s', (theme) => {
  it.each(TEXTS)('%s reads at 4.5:1 on every surface', (text) => {
    for (const surface of SURFACES) {
      expect(
        contrast(colour(text, theme), colour(surface, theme)),
        `${text} on ${surface}`,
      ).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(PAIRS)('%s reads at 4.5:1 on the fill %s', (text, fill) => {
    expect(contrast(colour(text, theme), colour(fill, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it('the edge of a field and the focus ring stand out at 3:1', () => {
    for (const line of ['edge', 'matched']) {
      for (const surface of ['canvas', 'panel']) {
        expect(
          contrast(colour(line, theme), colour(surface, theme)),
          `${line} on ${surface}`,
        ).toBeGreaterThanOrEqual(3);
      }
    }
  });

  /* Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB. */
  const SIMULATIONS: Record<string, readonly (readonly [number, number, number])[]> = {
    protanopia: [
      [0.152286, 1.052583, -0.204868],
      [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ],
    deuteranopia: [
      [0.367322, 0.860646, -0.227968],
      [0.280085, 0.672501, 0.047413],
      [-0.01182, 0.04294, 0.968881],
    ],
    tritanopia: [
      [1.255528, -0.076749, -0.178779],
      [-0.078411, 0.930809, 0.147602],
      [0.004733, 0.691367, 0.3039],
    ],
  };

  it.each(Object.entries(SIMULATIONS))('matched and mismatched stay apart with %s', (_, matrix) => {
    const seen = (name: string): number[] => {
      const light = colour(name, theme).map(linear);
      return matrix.map((row) => row.reduce((sum, weight, at) => sum + weight * (light[at] ?? 0), 0));
    };
    const [one, other] = [seen('matched'), seen('mismatched')];
    const distance = Math.hypot(...one.map((channel, at) => channel - (other[at] ?? 0)));
    expect(distance).toBeGreaterThan(0.2);
  });
});
