import { describe, expect, it } from 'vitest';
import type { CommandError } from '../src/ipc/generated/CommandError';
import type { MoneyEnd } from '../src/ipc/generated/MoneyEnd';
import type { PaymentPhase } from '../src/ipc/generated/PaymentPhase';
import { amount } from '../demo/money';
import { refusal } from '../demo/fake-till';
import { good, openWindow, settle } from './harness';

describe('the sale screen', () => {
  it('adds an article when its tile is tapped', async () => {
    const till = await openWindow();
    await till.press(`tile-${good(0).code}`);
    expect(till.get('line-1').textContent).toContain('Espresso');
    expect(till.get('total').dataset.minor).toBe('250');
  });
  it('pays by touch alone', async () => {
    const till = await openWindow((fake) => fake.ring(good(0)));
    await till.press('pay-card');
    expect(till.get('payment-phase').textContent).toBe('Sent to the terminal');
    till.fake.push(till.fake.finished('paid', 'card'));
    await Promise.resolve();
    await till.press('next-sale');
    expect(till.find('basket-empty')).not.toBeNull();
  });
  it('types an amount on the keypad and takes it as cash', async () => {
    const till = await openWindow((fake) => fake.ring(good(0)));
    for (const digit of ['1', '0', 'mark', '5', '0']) await till.press(`keypad-${digit}`);
    expect(till.get('readout').textContent).toContain('10,50');
    expect(till.get('pay-cash-exact').textContent).toContain('10,50');
    await till.press('pay-cash-exact');
    expect(till.fake.calls[0]?.args).toEqual({ given: '10,50' });
  });
  it('sets a quantity with the keypad', async () => {
    const till = await openWindow((fake) => fake.ring(good(0)));
    await till.press('keypad-5');
    await till.press('keypad-quantity');
    expect(till.get('line-1').textContent).toContain('5 ×');
  });
  it('shows the multiplier before it is used', async () => {
    const till = await openWindow();
    await till.press('keypad-3');
    await till.press('keypad-times');
    expect(till.get('pending-quantity').textContent).toBe('3 ×');
  });
  it('says loudly that a code is unknown and sells on', async () => {
    const till = await openWindow();
    await till.app.entry.scanned('8712345678999', '');
    await Promise.resolve();
    expect(till.get('entry-trouble').textContent).toContain('Unknown code: 8712345678999');
    expect(till.get('entry-trouble').getAttribute('role')).toBe('alert');
    await till.app.entry.scanned(good(0).code, '');
    await Promise.resolve();
    expect(till.find('entry-trouble')).toBeNull();
  });
  it('gives the number typed before as a discount', async () => {
    const till = await openWindow((fake) => fake.ring(good(0)));
    await till.press('keypad-1');
    await till.press('act-discount');
    expect((till.get('discount-text') as HTMLInputElement).value).toBe('1');
    await till.press('discount-give');
    expect(till.fake.calls[0]).toEqual({ command: 'discount_line', args: { line: 1, discount: '1' } });
    expect(till.app.entry.text).toBe('');
    expect(till.find('discount-dialog')).toBeNull();
  });
  it('keeps the question on screen when a discount is refused', async () => {
    const till = await openWindow((fake) => fake.ring(good(0)));
    await till.press('act-discount');
    till.fake.refuse = refusal('bad_discount', { text: '50%' });
    await till.press('discount-50');
    expect(till.get('discount-dialog').textContent).toContain('“50%” cannot be given as a discount');
  });
  it('brings a parked basket back', async () => {
    const till = await openWindow((fake) => fake.ring(good(0)));
    await till.press('act-park');
    expect(till.find('basket-empty')).not.toBeNull();
    await till.press('act-recall');
    await till.press('parked-0');
    expect(till.get('total').dataset.minor).toBe('250');
    expect(till.find('parked-dialog')).toBeNull();
  });
  it('offers the way to the terminals when none is chosen', async () => {
    const till = await openWindow((fake) => { fake.ring(good(0)); fake.terminal = null; });
    await till.press('pay-card');
    expect(till.get('sale-trouble').dataset.code).toBe('no_terminal');
    expect(till.get('terminal-badge').dataset.readiness).toBe('none');
  });
  it('shows names as text, whatever they contain', async () => {
    const hostile = { ...good(0), name: '<img src=x onerror=alert(1)>\u202egnp' };
    const till = await openWindow((fake) => fake.ring(hostile));
    expect(till.get('line-1').querySelector('img')).toBeNull();
    expect(till.get('line-1').textContent).toContain('<img src=x');
  });
  it('tells of other orders and lets the news go', async () => {
    const till = await openWindow((fake) => {
      fake.notices = [{ id: 7, kind: 'found_paid', order: '000099', refund: null, payment: null, case: null, amount: amount(1250) }];
    });
    expect(till.get('notice-found_paid').textContent).toContain('000099');
    await till.press('notice-dismiss');
    expect(till.fake.calls[0]).toEqual({ command: 'dismiss_notice', args: { id: 7 } });
    expect(till.find('notices')).toBeNull();
  });
  it('does not let news go of money that has to go back', async () => {
    const till = await openWindow((fake) => {
      fake.notices = [{ id: 7, kind: 'paid_twice', order: '000099', refund: null, payment: '000099A7K2M9QX', case: '000099A7K2M9QX', amount: amount(1250) }];
    });
    expect(till.find('notice-dismiss')).toBeNull();
    expect(till.find('notice-refund')).not.toBeNull();
  });
});

describe('the payment panel', () => {
  const PHASES: PaymentPhase[] = ['sending', 'sent', 'waiting_for_card', 'selecting_tip', 'entering_pin', 'authorised', 'processing', 'checking'];
  it.each(PHASES)('announces %s in a sentence', async (phase) => {
    const till = await openWindow((fake) => { fake.ring(good(0)); fake.stage = fake.payment({ phase }); });
    const says = till.get('payment-phase');
    expect(says.textContent).not.toBe('');
    expect(says.closest('[role="status"]')).not.toBeNull();
    expect(till.get('total').dataset.minor).toBe('250');
  });
  it('never says “try again” while it is not sure, and offers no cancel but the way to sell on', async () => {
    const till = await openWindow((fake) => { fake.ring(good(0)); fake.stage = fake.payment({ phase: 'checking' }); });
    expect(document.body.textContent).not.toMatch(/try again|failed|success/i);
    expect(till.find('cancel-payment')).toBeNull();
    await till.press('set-aside');
    expect(till.get('notice-following').textContent).toContain('Do not take the money again');
  });
  it('shows that a cancel is not proven yet, and that it came too late', async () => {
    const till = await openWindow((fake) => { fake.ring(good(0)); fake.stage = fake.payment(); });
    await till.press('cancel-payment');
    expect(till.get('cancel-payment').textContent).toContain('Cancelling…');
    expect((till.get('cancel-payment') as HTMLButtonElement).disabled).toBe(true);
    till.fake.push(till.fake.payment({ cancel: 'too_late', phase: 'processing' }));
    await Promise.resolve();
    expect(till.get('payment-advice').textContent).toContain('Too late');
  });
  const ENDS: MoneyEnd[] = ['paid', 'declined', 'cancelled', 'not_sent', 'needs_person'];
  it.each(ENDS)('ends %s in words about the money', async (end) => {
    const till = await openWindow((fake) => { fake.ring(good(0)); fake.stage = fake.finished(end, 'card'); });
    expect(till.get('payment-end').dataset.end).toBe(end);
    expect(till.get('payment-end').textContent).toMatch(/paid|not charged|manager/i);
    expect(till.find('receipt-text') !== null).toBe(end === 'paid');
  });
  it('does not send the cashier back to the card while a manager must decide', async () => {
    const till = await openWindow((fake) => { fake.ring(good(0)); fake.stage = fake.finished('needs_person', 'card'); });
    expect(document.body.textContent).not.toContain('Nothing was charged');
    expect(till.get('payment-end-advice').textContent).toContain('Do not take the money a second time');
  });
  it('says what to do when the customer paid despite the cancel', async () => {
    const till = await openWindow((fake) => { fake.ring(good(0)); fake.stage = fake.finished('paid', 'card', { paid_despite_cancel: true }); });
    expect(till.get('payment-end-advice').textContent).toMatch(/has paid.*manager.*refund/);
  });
  it('shows change in large and none when there is none', async () => {
    const till = await openWindow((fake) => { fake.ring(good(0)); fake.stage = fake.finished('paid', 'cash', { change: amount(250) }); });
    expect(till.get('change').textContent).toBe('€ 2,50');
    till.fake.push(till.fake.finished('paid', 'cash', { change: amount(0) }));
    await Promise.resolve();
    expect(till.find('change')).toBeNull();
  });
  it('replaces the receipt on screen by its copy', async () => {
    const till = await openWindow((fake) => { fake.ring(good(0)); fake.stage = fake.finished('paid', 'card'); });
    await till.press('receipt-reprint');
    expect(till.get('receipt-text').textContent).toContain('COPY 1');
    await till.press('receipt-pdf');
    expect(till.get('pdf-saved').textContent).toContain('receipt-000124.pdf');
  });
});

describe('when the till cannot start', () => {
  it('says why instead of an empty window', async () => {
    const broken: CommandError = { ...refusal('internal'), details: 'database of a newer version' };
    const till = await openWindow((fake) => (fake.refuse = broken));
    expect(till.get('start-trouble').textContent).toContain('demo-7f3a');
    expect(till.get('start-trouble').textContent).toContain('database of a newer version');
  });
});

describe('scans on other screens', () => {
  const scan = async (till: Awaited<ReturnType<typeof openWindow>>, text: string) => {
    [...text, 'Enter'].forEach((name, index) => {
      const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true });
      Object.defineProperty(event, 'timeStamp', { value: 1000 + index });
      document.body.dispatchEvent(event);
    });
    await settle();
  };
  it('asks for the account of a terminal that several have', async () => {
    const till = await openWindow((fake) => fake.withSecondAccount());
    await till.key('F9');
    await settle();
    till.app.terminals.text = 'SUNMI-P2lite-PL0919CQ00777';
    await till.app.terminals.read(till.app.terminals.text);
    await settle();
    expect(till.get('candidate-several').textContent).toContain('Several accounts');
    const choice = till.get('candidate-account') as HTMLSelectElement;
    expect([...choice.options].map((option) => option.textContent)).toEqual(['Practice shop', 'South shop']);
    // happy-dom does not count the chosen option of a list as `:checked`, by which Svelte finds it.
    const south = choice.options[1]!;
    choice.querySelector = ((query: string) => (query === ':checked' ? south : null)) as typeof choice.querySelector;
    choice.dispatchEvent(new Event('change', { bubbles: true }));
    await settle();
    await till.press('terminal-save');
    await settle();
    expect(till.fake.calls.find(({ command }) => command === 'add_terminal')?.args.account).toBe('a9');
  });
  it('reads a terminal code on the terminals screen', async () => {
    const till = await openWindow();
    await till.press('terminal-badge');
    await scan(till, 'E_SUNMI_P2lite_PL0919CQ00777');
    expect(till.get('candidate-summary').textContent).toContain('PL0919CQ00777');
  });
  it('opens an order by the barcode of its receipt', async () => {
    const till = await openWindow();
    await till.key('F10');
    await scan(till, '000042');
    expect(till.get('order-detail').textContent).toContain('Order 000042');
  });
  it('goes back to the sale for an article', async () => {
    const till = await openWindow();
    await till.key('F12');
    await scan(till, good(0).code);
    expect(till.get('line-1').textContent).toContain('Espresso');
  });
});
