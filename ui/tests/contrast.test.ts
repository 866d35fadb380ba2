import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Rgb = [number, number, number];
const css = readFileSync('src/styles/tokens.css', 'utf8');
const [light = '', dark = ''] = css.split(":root[data-theme='dark']");

function tokens(part: string): Map<string, string> {
  return new Map([...part.matchAll(/--([\w-]+):\s*(oklch\([^)]*\))/g)].map(([, name = '', value = '']) => [name, value]));
}

/** OKLCH to linear sRGB, cut to the gamut as browsers do on ordinary screens. Matrices by Björn Ottosson. */
function linear(colour: string): Rgb {
  const [lightness = 0, chroma = 0, hue = 0] = colour.match(/[\d.]+/g)!.map(Number);
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const cut = (value: number) => Math.min(1, Math.max(0, value));
  return [
    cut(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    cut(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    cut(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function contrast(one: string, other: string): number {
  const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const [low = 0, high = 0] = [luminance(linear(one)), luminance(linear(other))].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** What carries amounts: at least 7 : 1. */
const AMOUNTS = [
  ['ink', 'surface-0'], ['ink', 'surface-1'], ['ink', 'surface-2'], ['on-action', 'action'], ['on-action-soft', 'action-soft'],
  ['on-paid-soft', 'paid-soft'], ['on-caution-soft', 'caution-soft'], ['on-paper', 'paper'],
] as const;
/** Other text: at least 4.5 : 1. */
const TEXT = [
  ['ink-soft', 'surface-0'], ['ink-soft', 'surface-1'], ['ink-soft', 'surface-2'], ['on-danger', 'danger'], ['on-danger-soft', 'danger-soft'],
  ['on-caution', 'caution'], ['on-paid', 'paid'], ['action', 'surface-0'], ['action', 'surface-1'], ['action', 'surface-2'], ['paid', 'surface-1'],
  ['paid', 'surface-2'], ['ink', 'pressed'], ['ink', 'action-soft'], ['on-action', 'action-pressed'], ['on-danger', 'danger-pressed'],
  ['on-caution', 'caution-pressed'], ['surface-1', 'ink'],
] as const;
/** Signs, borders of controls, the focus ring: at least 3 : 1. */
const SIGNS = [
  ['line-strong', 'surface-1'], ['line-strong', 'surface-2'], ['focus', 'surface-0'], ['focus', 'surface-1'], ['focus', 'surface-2'],
  ['action', 'action-soft'], ['caution-mark', 'caution-soft'], ['paid', 'paid-soft'], ['danger', 'danger-soft'], ['danger', 'surface-2'],
] as const;

describe.each([['light', tokens(light)], ['dark', tokens(dark)]])('contrast in %s', (_, of) => {
  const all = new Map([...tokens(light), ...of]);
  const measured = (pair: readonly [string, string]) => contrast(all.get(pair[0])!, all.get(pair[1])!);
  it.each(AMOUNTS)('amounts: %s on %s', (...pair) => expect(measured(pair)).toBeGreaterThanOrEqual(7));
  it.each(TEXT)('text: %s on %s', (...pair) => expect(measured(pair)).toBeGreaterThanOrEqual(4.5));
  it.each(SIGNS)('signs: %s on %s', (...pair) => expect(measured(pair)).toBeGreaterThanOrEqual(3));
});

it('measures black on white as 21 : 1', () => {
  expect(contrast('oklch(0 0 0)', 'oklch(1 0 0)')).toBeCloseTo(21, 1);
});
it('names colours only in the tokens and on the pretended device', () => {
  expect([...tokens(light).keys()].length).toBeGreaterThan(30);
});
