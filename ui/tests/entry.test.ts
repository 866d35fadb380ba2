import { describe, expect, it, vi } from 'vitest';
import { refusal } from '../demo/fake-till';
import { isMultiplier, isNumber, looksLikeWords, readsAsQuantity } from '../src/state/grammar';
import { good, openApp } from './harness';

describe('the grammar of the box', () => {
  it.each(['3*', '3 *', '2,5 ×', ' 12 * '])('reads %o as a multiplier', (text) => expect(isMultiplier(text)).toBe(true));
  it.each(['3', '*', '3*871', 'a*', '-3*', '3x'])('does not read %o as a finished multiplier', (text) =>
    expect(isMultiplier(text)).toBe(false));
  it.each(['20', '20,5', '20.50', '0'])('reads %o as a number', (text) => expect(isNumber(text)).toBe(true));
  it.each(['', '1.2.3', '-5', 'abc', '12345678901'])('does not read %o as a number', (text) =>
    expect(isNumber(text)).toBe(false));
  it.each(['999*', '3*871', '2x'])('knows that %o would be read as a quantity', (text) =>
    expect(readsAsQuantity(text)).toBe(true));
  it('searches for words only', () => {
    expect(looksLikeWords('es')).toBe(true);
    expect(looksLikeWords('871234')).toBe(false);
    expect(looksLikeWords('é')).toBe(false);
  });
});

describe('the box', () => {
  it('sends a code as it was typed and is empty again', async () => {
    const { app, fake } = await openApp();
    app.entry.type(good(0).code);
    await app.entry.submit();
    expect(fake.calls).toContainEqual({ command: 'enter', args: { text: good(0).code } });
    expect(app.entry.text).toBe('');
    expect(app.till.view?.sale.lines).toHaveLength(1);
  });
  it('takes a multiplier as soon as its sign is typed, so that it can be seen before it is used', async () => {
    const { app } = await openApp();
    app.entry.type('3*');
    await vi.waitFor(() => expect(app.till.view?.sale.pending_quantity).toBe('3'));
    await app.entry.add(good(0));
    expect(app.till.view?.sale.lines[0]?.quantity).toBe('3');
  });
  it('does not take a sign in the middle of a scan for a multiplier', async () => {
    const { app, fake } = await openApp();
    app.entry.type('123*', true);
    await Promise.resolve();
    expect(fake.calls).toHaveLength(0);
  });
  it('never lets a scan become a quantity', async () => {
    const { app, fake } = await openApp();
    await app.entry.scanned('999*', '');
    expect(fake.calls).toEqual([{ command: 'add_item', args: { code: '999*' } }]);
    expect(app.till.view?.sale.pending_quantity).toBeNull();
  });
  it('uses a multiplier that was typed before the scan, and forgets any other text', async () => {
    const { app, fake } = await openApp();
    await app.entry.scanned(good(0).code, '3*');
    await app.entry.scanned(good(1).code, '20');
    expect(fake.calls.map(({ args }) => args.text)).toEqual([`3*${good(0).code}`, good(1).code]);
  });
  it('gives back what was typed when it was refused, and works on', async () => {
    const { app } = await openApp();
    app.entry.type('4711');
    await app.entry.submit();
    expect(app.entry.text).toBe('4711');
    expect(app.till.trouble?.error.code).toBe('unknown_code');
    await app.entry.scanned(good(0).code, '4711');
    expect(app.till.trouble).toBeNull();
    expect(app.till.view?.sale.lines).toHaveLength(1);
  });
  it('adds the highlighted article when words were typed', async () => {
    const { app, fake } = await openApp();
    app.entry.type('flat');
    await app.entry.submit();
    expect(fake.calls.at(-1)).toEqual({ command: 'add_item', args: { code: good(1).code } });
  });
  it('moves through what was found', async () => {
    const { app, fake } = await openApp();
    app.entry.type('flat');
    await vi.waitFor(() => expect(app.entry.search.open).toBe(true));
    app.act('down');
    await app.entry.submit();
    expect(fake.calls.at(-1)?.args.code).toBe(good(2).code);
  });
  it('drops what a search found after the text has changed', async () => {
    const { app, fake } = await openApp();
    let answer: (hits: unknown) => void = () => undefined;
    vi.spyOn(fake, 'invoke').mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    const late = app.entry.search.best('flat');
    app.entry.clear();
    answer([good(0)]);
    await late;
    expect(app.entry.search.open).toBe(false);
    expect(app.entry.search.hits).toEqual([]);
  });
  it('keeps the order of scans that come faster than answers', async () => {
    const { app, fake } = await openApp();
    const scans = [0, 1, 2, 3, 4].map((index) => app.entry.scanned(good(index).code, ''));
    await Promise.all(scans);
    expect(fake.calls.map(({ args }) => args.text)).toEqual([0, 1, 2, 3, 4].map((index) => good(index).code));
  });
  it('works on after a refusal in the middle of many scans', async () => {
    const { app, fake } = await openApp();
    fake.refuse = refusal('unknown_code', { code: '1' });
    await Promise.all([app.entry.scanned('1111', ''), app.entry.scanned(good(0).code, '')]);
    expect(app.till.view?.sale.lines).toHaveLength(1);
  });
});
