import { describe, expect, it } from 'vitest';
import { amount } from '../demo/money';
import { CARD } from '../demo/fake-refunds';
import { openWindow, settle } from './harness';

type Window = Awaited<ReturnType<typeof openWindow>>;

async function scan(till: Window, text: string) {
  for (const character of [...text, 'Enter']) {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: character, bubbles: true, cancelable: true }));
  }
  await settle();
}

async function onOrder(prepare?: Parameters<typeof openWindow>[0]) {
  const till = await openWindow(prepare);
  await till.key('F10');
  await till.app.orders.show('000124');
  await settle();
  await till.press('order-refund');
  return till;
}

async function type(till: Window, id: string, text: string) {
  const field = till.get(id) as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
}

const asked = (till: Window) => till.fake.calls.filter(({ command }) => command === 'refund').at(-1)?.args;

describe('choosing a refund', () => {
  it('opens from the order with what is left of its payment, and gives all of it after one question', async () => {
    const till = await onOrder();
    expect(till.get(`refund-left-${CARD.id}`).dataset.minor).toBe('1619');
    expect(till.get('refund-sum').dataset.minor).toBe('1619');
    await till.press('refund-give');
    expect(till.sent()).not.toContain('refund');
    expect(till.get('refund-dialog').textContent).toContain('16,19');
    await till.press('refund-dialog-yes');
    expect(asked(till)).toEqual({
      ask: { order: '000124', to: CARD.id, amount: null, lines: [], terminal: 't1', reason: null, seen: 0 }, approval: null,
    });
    expect(till.get('refund-progress').dataset.stage).toBe('running');
    expect(till.get('payment-phase').dataset.phase).toBe('waiting_for_card');
  });
  it('gives back pieces of a line and no more than are left', async () => {
    const till = await onOrder();
    await till.press('refund-mode-lines');
    expect(till.find('refund-sum')).toBeNull();
    for (let tap = 0; tap < 4; tap += 1) await till.press('refund-more-1');
    expect(till.get('refund-pieces-1').textContent).toBe('3');
    await till.press('refund-fewer-1');
    await till.press('refund-more-2');
    expect((till.get('refund-more-3') as HTMLButtonElement).disabled).toBe(true);
    expect(till.get('refund-sum').dataset.minor).toBe('649');
    await till.press('refund-give');
    await till.press('refund-dialog-yes');
    expect(asked(till)).toMatchObject({ ask: { lines: [{ position: 1, pieces: 2 }, { position: 2, pieces: null }] } });
  });
  it('says that an amount is more than is left before anything is sent', async () => {
    const till = await onOrder();
    await till.press('refund-mode-amount');
    await type(till, 'refund-amount', '20');
    expect(till.get('refund-refused').textContent).toContain('16,19');
    expect((till.get('refund-give') as HTMLButtonElement).disabled).toBe(true);
    await type(till, 'refund-amount', '5,00');
    expect(till.find('refund-refused')).toBeNull();
    expect((till.get('refund-give') as HTMLButtonElement).disabled).toBe(false);
  });
  it('asks a manager where the shop wants one', async () => {
    const till = await onOrder((fake) => {
      fake.withPeople();
      fake.refunds.needsManager = true;
    });
    await till.press('refund-give');
    await till.press('refund-dialog-yes');
    expect(till.find('manager-pin')).not.toBeNull();
    for (const digit of '9999') await till.press(`manager-${digit}`);
    await till.press('manager-enter');
    expect(asked(till)).toMatchObject({ approval: 'token-1' });
  });
  it('is not offered for an order of which nothing is left', async () => {
    const till = await openWindow((fake) => {
      fake.refunds.origins = [{ ...CARD, left: amount(0), open: false }];
    });
    await till.key('F10');
    await till.app.orders.show('000124');
    await settle();
    expect(till.find('order-refund')).toBeNull();
  });
});

describe('a refund on the screen', () => {
  it('ends in words about the money, with the slip', async () => {
    const till = await onOrder();
    await till.press('refund-give');
    await till.press('refund-dialog-yes');
    till.fake.refunds.shown = till.fake.refunds.running(1619, {
      stage: 'refunded', slip: { order: 'R000001', text: 'REFUND R000001', copy: null },
    });
    till.app.till.accept(till.fake.view());
    await settle();
    expect(till.get('refund-end').textContent).toBe('Refunded');
    expect(till.get('refund-slip').textContent).toContain('R000001');
    await till.press('refund-reprint');
    expect(till.get('refund-slip').textContent).toContain('COPY 1');
    await till.press('refund-pdf');
    expect(till.get('refund-pdf-saved').textContent).toContain('R000001.pdf');
    await till.press('refund-done');
    expect(till.find('sale-screen')).not.toBeNull();
    expect(till.sent()).toContain('leave_refund');
  });
  it.each([
    ['unknown', 'payment-panel', 'not sure'],
    ['waiting', 'refund-end-panel', '14:37'],
    ['declined', 'refund-end-panel', 'No money has moved'],
  ] as const)('%s says what to do', async (stage, panel, words) => {
    const till = await openWindow((fake) => {
      fake.refunds.shown = fake.refunds.running(500, { stage, phase: 'checking', next_try: stage === 'waiting' ? '14:37' : null });
    });
    till.app.screen.go('refund');
    await settle();
    expect(till.get(panel).textContent?.toLowerCase()).toContain(words.toLowerCase());
  });
  it('that waits is withdrawn with one tap', async () => {
    const till = await openWindow((fake) => {
      fake.refunds.shown = fake.refunds.running(500, { stage: 'waiting', terminal: null });
    });
    till.app.screen.go('refund');
    await settle();
    await till.press('refund-withdraw');
    expect(till.sent()).toContain('withdraw_refund');
    expect(till.get('refund-end').textContent).toBe('Not refunded');
  });
});

describe('ways to a refund', () => {
  it('a scanned receipt opens its order wherever it is scanned', async () => {
    const till = await openWindow();
    await scan(till, 'TB-000124');
    expect(till.get('order-detail').textContent).toContain('000124');
    expect(till.sent()).not.toContain('enter');
  });
  it('news of a payment that came too much has the refund one tap away', async () => {
    const till = await openWindow((fake) => {
      fake.notices = [{ id: 1, kind: 'late_approved', order: '000099', refund: null, payment: 'TWICE', case: null, amount: amount(1250) }];
      fake.refunds.origins = [CARD, { ...CARD, id: 'TWICE', too_much: true }];
    });
    await till.press('notice-refund');
    expect(till.get('refund-origin-TWICE').getAttribute('aria-pressed')).toBe('true');
    expect(till.find('refund-mode-lines')).toBeNull();
  });
  it('without a receipt it wants a reason and a manager', async () => {
    const till = await openWindow((fake) => fake.withPeople());
    await till.key('F10');
    await till.press('refund-free');
    await type(till, 'refund-amount', '5,00');
    expect((till.get('refund-give') as HTMLButtonElement).disabled).toBe(true);
    await type(till, 'refund-reason', 'Deposit');
    await till.press('refund-give');
    await till.press('refund-dialog-yes');
    for (const digit of '9999') await till.press(`manager-${digit}`);
    await till.press('manager-enter');
    const sent = till.fake.calls.find(({ command }) => command === 'refund_without_purchase');
    expect(sent?.args).toMatchObject({ amount: '5,00', reason: 'Deposit', approval: 'token-1' });
  });
  it('an amount or a day finds orders', async () => {
    const till = await openWindow();
    await till.key('F10');
    till.app.orders.wanted = '16,19';
    await till.app.orders.find('16,19');
    await settle();
    expect(till.sent()).toContain('search_orders');
    expect(till.get('order-detail').textContent).toContain('000124');
  });
});
