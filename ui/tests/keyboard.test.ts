import { describe, expect, it } from 'vitest';
import { actFor, BINDINGS, type Pressed } from '../src/state/keyboard';
import { good, openWindow, settle } from './harness';

const pressed = (key: string, over: Partial<Pressed> = {}): Pressed => ({
  key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...over,
});

describe('the table of keys', () => {
  it('has no single-letter shortcuts', () => {
    expect(BINDINGS.filter(({ key }) => /^[\p{L}\p{N}]$/u.test(key))).toEqual([]);
  });
  it('gives each key one meaning', () => {
    const names = BINDINGS.map(({ key, shift }) => `${key} ${shift ?? false}`);
    expect(new Set(names).size).toBe(names.length);
  });
  it.each([['F6', 'note'], ['F7', 'exact'], ['F8', 'card'], ['F1', 'help'], ['Escape', 'back']])('%s means %s', (key, act) => {
    expect(actFor(pressed(key), false)).toBe(act);
  });
  it('leaves plus, minus and the question mark to a text that is being typed', () => {
    for (const key of ['+', '-', '?']) {
      expect(actFor(pressed(key, { shiftKey: true }), true)).not.toBeNull();
      expect(actFor(pressed(key, { shiftKey: true }), false)).toBeNull();
    }
  });
  it('leaves combinations to the system', () => {
    expect(actFor(pressed('F4', { altKey: true }), true)).toBeNull();
  });
});

describe('a sale by keyboard only', () => {
  it('sells with Enter alone', async () => {
    const till = await openWindow();
    till.app.entry.type(good(0).code);
    await till.key('Enter');
    expect(till.get('total').textContent).toBe('2,50');
    till.clock.now += 1000;
    await till.key('Enter');
    expect(till.get('payment-phase').dataset.phase).toBe('sent');
  });
  it('does not pay when the scanner ends its code twice', async () => {
    const till = await openWindow();
    await till.app.entry.scanned(good(0).code, '');
    await till.key('Enter');
    expect(till.sent()).not.toContain('pay_card');
  });
  it('does not pay while a multiplier waits', async () => {
    const till = await openWindow((fake) => { fake.ring(good(0)); fake.pending = 3; });
    await till.key('Enter');
    expect(till.sent()).toEqual([]);
  });
  it('does not pay twice for a key held down', async () => {
    const till = await openWindow((fake) => fake.ring(good(0)));
    await till.key('F8', { repeat: true });
    expect(till.sent()).toEqual([]);
  });
  it('takes the amount typed before the cash key', async () => {
    const till = await openWindow((fake) => fake.ring(good(0)));
    till.app.entry.type('20');
    await till.key('F7');
    expect(till.fake.calls[0]).toEqual({ command: 'pay_cash', args: { given: '20' } });
    expect(till.get('change').textContent).toContain('17,50');
    expect(till.app.entry.text).toBe('');
  });
  it('takes the next note and exact cash', async () => {
    const till = await openWindow((fake) => fake.ring(good(0), 3));
    await till.key('F6');
    expect(till.fake.calls[0]?.args).toEqual({ given: '10' });
    await till.key('Enter');
    till.fake.ring(good(0));
    till.fake.push({ stage: 'ringing' });
    await till.key('F7');
    expect(till.fake.calls.at(-1)?.args).toEqual({ given: null });
  });
  it('changes and voids the selected line', async () => {
    const till = await openWindow((fake) => { fake.ring(good(0)); fake.ring(good(1)); });
    await till.key('+');
    await till.key('ArrowUp');
    await till.key('-');
    await till.key('Delete');
    expect(till.fake.calls.map(({ command, args }) => [command, args.line, args.by])).toEqual([
      ['change_quantity', 2, 1], ['change_quantity', 1, -1], ['void_line', 1, undefined],
    ]);
  });
  it('asks before it clears the basket', async () => {
    const till = await openWindow((fake) => fake.ring(good(0)));
    await till.key('Delete', { shiftKey: true });
    expect(till.sent()).toEqual([]);
    await till.press('clear-dialog-yes');
    expect(till.sent()).toEqual(['clear_basket']);
  });
  it('goes one step back at a time, and asks before it cancels a payment', async () => {
    const till = await openWindow((fake) => { fake.ring(good(0)); fake.stage = fake.payment(); });
    await till.key('F10');
    expect(till.find('orders-screen')).not.toBeNull();
    await till.key('Escape');
    expect(till.find('sale-screen')).not.toBeNull();
    till.fake.calls.length = 0;
    await till.key('Escape');
    expect(till.sent()).toEqual([]);
    await till.press('cancel-dialog-yes');
    expect(till.sent()).toEqual(['cancel_payment']);
    expect(till.get('payment-phase').dataset.cancel).toBe('cancelling');
    await till.key('Escape');
    await settle();
    expect(till.find('cancel-dialog')).toBeNull();
  });
  it('lists every key', async () => {
    const till = await openWindow();
    await till.key('F1');
    for (const cap of ['F2', 'F8', 'Shift Del', 'Esc']) expect(till.get('key-help').textContent).toContain(cap);
  });
});
