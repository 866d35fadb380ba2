import { expect, it } from 'vitest';
import { likelyNotes } from '../src/state/notes';

it.each([
  ['1', ['5', '10', '20']],
  ['499', ['5', '10', '20']],
  ['500', ['10', '20', '50']],
  ['1691', ['20', '50', '100']],
  ['2000', ['50', '100', '200']],
  ['2670', ['30', '50', '100']],
  ['6340', ['70', '100', '200']],
  ['18822', ['190', '200', '500']],
  ['0', []],
  ['9999999', []],
])('suggests for %s cents what people hand over', (minor, given) => {
  expect(likelyNotes(minor, 2).map((note) => note.given)).toEqual(given);
});

it('works in currencies without decimals and beyond a safe number', () => {
  expect(likelyNotes('480', 0)[0]).toEqual({ given: '500', text: '500' });
  expect(likelyNotes('9223372036854775807', 2)).toEqual([]);
});
