import { describe, expect, it } from 'vitest';
import { amount } from '../demo/money';
import { openWindow, settle } from './harness';

const NUMBER = '000124';
const paying = { number: NUMBER, at: '21 Nov 14:32', state: 'paying', total: amount(1619), tenders: [] };
const refund = (state: string) => ({ number: 'R000001', at: '21 Nov 14:40', state, amount: amount(1619), tender: 'card' as const });

type Prepare = Parameters<typeof openWindow>[0];

async function onOrder(prepare?: Prepare) {
  const till = await openWindow(prepare);
  await till.key('F10');
  await till.app.orders.show(NUMBER);
  await settle();
  return till;
}

/** Something moves on by itself. */
async function news(till: Awaited<ReturnType<typeof onOrder>>) {
  till.fake.push();
  await settle();
}

describe('an order that is looked at', () => {
  it('follows a refund that runs and ends, without being opened again', async () => {
    const till = await onOrder();
    expect(till.find('order-refund-R000001')).toBeNull();
    till.fake.refunds.made = [refund('open')];
    await news(till);
    expect(till.get('order-refund-R000001').textContent).toContain('under way');
    till.fake.refunds.made = [refund('refunded')];
    till.fake.refunds.origins = [];
    await news(till);
    expect(till.get('order-refund-R000001').textContent).toContain('refunded');
    expect(till.find('order-refund'), 'nothing is left to give back').toBeNull();
  });
  it('shows the receipt as soon as its payment ends, and its line in the list says so', async () => {
    const till = await onOrder((fake) => {
      fake.orderNews[NUMBER] = { summary: paying, has_receipt: false };
    });
    const listed = () => till.app.orders.list.find(({ number }) => number === NUMBER)?.state;
    expect(till.find('receipt-text')).toBeNull();
    till.fake.orderNews = {};
    await news(till);
    expect(till.get('receipt-text').textContent).toContain('Corner Bakery');
    expect(listed()).toBe('paid');
  });
  it('keeps the copy that was printed, and says nothing when it cannot be read', async () => {
    const till = await onOrder();
    await till.press('receipt-reprint');
    await news(till);
    expect(till.get('receipt-text').textContent).toContain('COPY 1');
    till.fake.refuse = { code: 'disk_fault', values: {}, incident: '', details: null };
    await news(till);
    expect(till.app.till.trouble).toBeNull();
    expect(till.get('order-detail').textContent).toContain(NUMBER);
  });
  it('is read again when somebody comes back to it', async () => {
    const till = await onOrder();
    await till.key('Escape');
    till.fake.refunds.made = [refund('needs_person')];
    await till.key('F10');
    expect(till.find('order-refund-R000001')).not.toBeNull();
  });
  it('is not replaced by what was read of the one before it', async () => {
    const till = await onOrder();
    const { orders } = till.app;
    const reading = orders.refresh();
    await orders.show('000123');
    await reading;
    expect(orders.order?.summary.number).toBe('000123');
    expect(orders.receipt?.order).toBe('000123');
  });
});
