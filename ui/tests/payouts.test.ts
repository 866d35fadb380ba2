import { describe, expect, it } from 'vitest';
import { refusal } from '../demo/fake-till';
import type { FakeShop } from '../demo/fake-screens';
import { openWindow, settle } from './harness';

async function payouts(prepare: (till: FakeShop) => void = () => undefined) {
  const till = await openWindow(prepare);
  await till.key('F11');
  await till.press('section-payouts');
  await settle();
  return till;
}

function type(till: Awaited<ReturnType<typeof openWindow>>, id: string, text: string) {
  const input = till.get(id) as HTMLInputElement;
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  return settle();
}

describe('the payouts', () => {
  it('show what reaches the bank, per currency and per transfer, and name what is in no sum', async () => {
    const till = await payouts();
    expect(till.get('payouts-net').textContent).toBe('46,00');
    expect(till.get('payouts-fee').textContent).toBe('0,69');
    expect(till.get('payouts').querySelectorAll('[data-testid="transfer"]')).toHaveLength(2);
    expect(till.get('payouts-left-out').textContent).toContain('in no sum');
    expect(till.get('payout-7').textContent).toContain('not paid out');
    expect(till.get('payout-10').textContent).toContain('Refund, deducted');
  });
  it('find the order of a line when asked, and say when it is another till’s', async () => {
    const till = await payouts();
    till.get('payout-9').querySelector<HTMLElement>('button')?.click();
    await settle();
    expect(till.get('payout-9').textContent).toContain('Not of this till');
    till.get('payout-11').querySelector<HTMLElement>('button')?.click();
    await settle();
    await till.press('payout-order');
    await settle();
    expect(till.get('order-detail').textContent).toContain('Order 000042');
  });
  it('are read for the days that were typed', async () => {
    const till = await payouts();
    await type(till, 'payouts-first', '2026-11-01');
    await till.press('payouts-show');
    await settle();
    expect(till.fake.calls.filter(({ command }) => command === 'payouts').at(-1)?.args).toEqual({
      account: 'a3', period: { period: 'between', first: '2026-11-01', last: '2026-11-21' },
    });
    await type(till, 'payouts-first', '2026-12-24');
    await till.press('payouts-show');
    await settle();
    expect(till.get('page-trouble').textContent).toContain('no days');
    expect(till.find('payouts'), 'lines of other days are not left standing').toBeNull();
  });
  it('say that nothing was paid out', async () => {
    const till = await payouts((fake) => { fake.accounting.lines = false; });
    expect(till.find('payouts-none')).not.toBeNull();
    expect(till.find('payouts-totals')).toBeNull();
  });
  it('can be asked for again after a failure', async () => {
    const till = await payouts();
    till.fake.refuse = refusal('no_network');
    await till.press('payouts-week');
    await settle();
    expect(till.get('page-trouble').textContent).toContain('cannot be reached');
    await till.press('payouts-again');
    await settle();
    expect(till.find('payouts')).not.toBeNull();
  });
  it('say where no payment system tells', async () => {
    const till = await payouts((fake) => { fake.accounting.accounts = []; });
    expect(till.get('payouts-not-offered').textContent).toContain('None of this till');
    expect(till.find('payouts-week')).toBeNull();
  });
});

describe('the header of receipts', () => {
  async function asked() {
    const till = await openWindow();
    await till.key('F12');
    await settle();
    await till.press('header-ask');
    await settle();
    return till;
  }
  it('shows what would change before anything does, and takes over what was shown', async () => {
    const till = await asked();
    expect(till.get('header-name').dataset.changes).toBe('true');
    expect(till.get('header-address').dataset.changes).toBe('false');
    expect(till.get('header-vat').textContent).toContain('NL000000000B00');
    expect(till.sent()).not.toContain('set_receipt_header');
    await till.press('header-take');
    await settle();
    expect(till.fake.calls.find(({ command }) => command === 'set_receipt_header')?.args).toMatchObject({
      header: { name: 'Corner Bakery & Sons', vat_id: 'NL000000000B00', phone: '+31 50 000 00 00' },
    });
    expect(till.find('header-taken')).not.toBeNull();
    expect(till.find('header-proposal')).toBeNull();
  });
  it('is left as it is, and says why it could not be read', async () => {
    const till = await asked();
    await till.press('header-leave');
    expect(till.find('header-proposal')).toBeNull();
    till.fake.refuse = refusal('wrong_key');
    await till.press('header-ask');
    await settle();
    expect(till.get('header-trouble').dataset.code).toBe('wrong_key');
  });
  it('is not offered where no payment system knows the merchant', async () => {
    const till = await openWindow((fake) => { fake.accounting.accounts = []; });
    await till.key('F12');
    await settle();
    expect(till.find('receipt-header')).toBeNull();
  });
});
