import { describe, expect, it } from 'vitest';
import { refusal } from '../demo/fake-till';
import { good, openWindow, settle } from './harness';

/** A till whose last Card waits for the look at its earlier tries. */
async function looking() {
  let answer: () => void = () => undefined;
  const till = await openWindow((fake) => {
    fake.ring(good(0));
    const invoke = fake.invoke.bind(fake);
    fake.invoke = async <T>(command: string, args?: Record<string, unknown>) => {
      if (command === 'plugin:till|pay_card') await new Promise<void>((resolve) => (answer = resolve));
      return invoke<T>(command, args);
    };
  });
  await till.press('pay-card');
  till.fake.lookingBack = true;
  till.fake.push();
  await settle();
  return { till, answer: () => answer() };
}

describe('the look before the card is asked for again', () => {
  it('is told on the button, which cannot be pressed twice', async () => {
    const { till } = await looking();
    const card = till.get('pay-card') as HTMLButtonElement;
    expect(card.textContent).toContain('Checking the earlier payment');
    expect(card.disabled).toBe(true);
    await till.key('F8');
    await till.key('Enter');
    expect(till.app.till.waiting, 'the one that was pressed').toBe(1);
  });
  it('holds up no cash', async () => {
    const { till, answer } = await looking();
    await till.press('pay-cash-exact');
    expect(till.sent()).toContain('pay_cash');
    expect(till.get('payment-end').dataset.end).toBe('paid');
    till.fake.lookingBack = false;
    answer();
    await settle();
  });
  it.each(['came_in_late', 'not_clear'] as const)('%s leads to what needs a person', async (code) => {
    const till = await openWindow((fake) => fake.ring(good(0)));
    till.fake.refuse = refusal(code, { order: '000123' });
    await till.press('pay-card');
    expect(till.get('sale-trouble').textContent).toContain('000123');
    expect(till.get('sale-trouble').textContent).toContain('No second payment was begun');
    await till.press('trouble-look');
    expect(till.find('manager-screen')).not.toBeNull();
    expect(till.app.till.trouble).toBeNull();
  });
});
