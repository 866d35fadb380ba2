import { afterEach, describe, expect, it, vi } from 'vitest';
import { amount } from '../demo/money';
import { refusal } from '../demo/fake-till';
import type { ErrorCode } from '../src/ipc/generated/ErrorCode';
import { good, openWindow, settle } from './harness';

const LINK = { address: 'http://127.0.0.1:40321/pay/8f93', qr_svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>' };

describe('a cancel that nobody confirms', () => {
  it('says what is waited for and counts down to certainty, in words for any terminal', async () => {
    const till = await openWindow((fake) => {
      fake.ring(good(0));
      fake.stage = fake.payment({ cancel: 'cancelling', elapsed_seconds: 12, window_seconds: 60, certain_seconds: 85 });
    });
    expect(till.get('payment-advice').textContent).toContain('makes sure that no card was charged');
    expect(till.get('payment-certain').textContent).toBe('Certain in about 73 seconds');
    expect(till.find('payment-window'), 'one countdown at a time').toBeNull();
    till.clock.now += 73_000;
    till.fake.push(till.fake.payment({ cancel: 'cancelling', elapsed_seconds: 85, certain_seconds: 85 }));
    await settle();
    expect(till.get('payment-certain').textContent).toContain('last look');
  });
  it('counts nothing down where the terminal confirms, or before anybody cancels', async () => {
    const till = await openWindow((fake) => {
      fake.ring(good(0));
      fake.stage = fake.payment({ cancel: 'cancelling' });
    });
    expect(till.find('payment-certain')).toBeNull();
    till.fake.push(till.fake.payment({ certain_seconds: 85 }));
    await settle();
    expect(till.find('payment-certain')).toBeNull();
  });
});

describe('a payment at a link', () => {
  it('can be left open while the till sells on, and is told of until it ends', async () => {
    const till = await openWindow((fake) => {
      fake.ring(good(0));
      fake.stage = fake.payment({ phase: 'sent', link: LINK });
    });
    expect(till.get('set-aside').textContent).toContain('Sell on');
    expect(till.get('cancel-payment').textContent).toContain('Withdraw the link');
    await till.press('pay-link-open');
    expect(till.fake.calls.at(-1)).toEqual({ command: 'open_customer_page', args: { address: LINK.address } });
    await till.press('set-aside');
    till.fake.notices = [{ id: 1, kind: 'link_open', order: '000124', refund: null, payment: null, case: null, amount: amount(250) }];
    till.fake.push();
    await settle();
    expect(till.get('notice-link_open').textContent).toContain('waits for its customer');
    expect(till.find('notice-dismiss'), 'what is open is not waved away').toBeNull();
  });
  it('says that a card was refused there, not that one is to be tapped here', async () => {
    const till = await openWindow((fake) => {
      fake.ring(good(0));
      fake.stage = fake.payment({ phase: 'waiting_for_card', link: LINK });
    });
    expect(till.get('payment-phase').textContent).toBe('A card was refused');
    expect(till.get('payment-advice').textContent).toContain('Nothing was charged');
  });
  it('shows the customer’s page to practice shops only', async () => {
    const till = await openWindow((fake) => {
      fake.practice = false;
      fake.ring(good(0));
      fake.stage = fake.payment({ phase: 'sent', link: LINK });
    });
    expect(till.find('pay-link-qr')).not.toBeNull();
    expect(till.find('pay-link-open')).toBeNull();
  });
});

describe('an amount the payment system refuses', () => {
  it('is named, and the limit where it was told', async () => {
    const till = await openWindow((fake) => {
      fake.ring(good(0));
      fake.stage = fake.finished('not_sent', 'card', { not_sent_because: 'refused' });
    });
    expect(till.get('payment-end-advice').textContent).toContain('refused €');
    till.fake.push(till.fake.finished('not_sent', 'card', { not_sent_because: 'amount_refused', limit: amount(90000) }));
    await settle();
    expect(till.get('payment-end-advice').textContent).toContain('at most € 900,00');
  });
});

describe('what a terminal answers instead of taking a payment', () => {
  const CODES: ErrorCode[] = [
    'no_network', 'no_answer', 'wrong_key', 'key_file_unreadable', 'account_incomplete', 'not_possible', 'refused', 'terminal_busy',
    'terminal_offline', 'not_found', 'provider_trouble',
  ];
  it('has a sentence of its own for each reason, and each says that no money has moved', async () => {
    const till = await openWindow((fake) => fake.ring(good(0)));
    const said = new Set<string>();
    for (const code of CODES) {
      till.fake.push(till.fake.finished('not_sent', 'card', { not_sent_because: code }));
      await settle();
      const advice = till.get('payment-end-advice').textContent;
      expect(advice, code).toContain('No money has moved');
      said.add(advice);
    }
    expect(said.size).toBe(CODES.length);
    till.fake.push(till.fake.finished('not_sent', 'card', { not_sent_because: 'terminal_offline' }));
    await settle();
    expect(till.get('payment-end-advice').textContent).toContain('switched off or not connected');
  });
  it('is said while it is being checked', async () => {
    const till = await openWindow((fake) => {
      fake.ring(good(0));
      fake.stage = fake.payment({ phase: 'checking', checking_because: 'terminal_busy' });
    });
    expect(till.get('payment-phase').textContent).toContain('busy with another payment');
    expect(till.get('payment-advice').textContent).toContain('Do not take the money a second time');
    till.fake.push(till.fake.payment({ phase: 'checking' }));
    await settle();
    expect(till.get('payment-phase').textContent).toContain('Not sure yet');
  });
});

describe('trouble outside of payments', () => {
  afterEach(() => vi.unstubAllGlobals());
  it('can be copied as it is for whoever helps', async () => {
    const till = await openWindow();
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    till.fake.refuse = { ...refusal('refused'), details: 'Refused · half a coin · HTTP 422' };
    await till.key('F11');
    await settle();
    await till.press('page-trouble-copy');
    await settle();
    expect(writeText).toHaveBeenCalledWith(expect.stringContaining('half a coin · HTTP 422'));
    expect(till.get('page-trouble-copy').textContent).toContain('Copied');
  });
});

describe('keys that end soon', () => {
  afterEach(() => vi.useRealTimers());
  it('are looked up anew when a day begins, in a till that is never closed', async () => {
    vi.useFakeTimers({ now: new Date(2026, 10, 21, 23, 58, 30), toFake: ['Date', 'setInterval', 'clearInterval'] });
    const till = await openWindow();
    const looks = () => till.sent().filter((command) => command === 'key_warnings').length;
    vi.advanceTimersByTime(60_000);
    await settle();
    expect(looks()).toBe(0);
    till.fake.warnings = [{ account: 'a1', label: 'Corner', until: '5 Dec 2026 00:00', days_left: 13 }];
    vi.advanceTimersByTime(60_000);
    await settle();
    expect(looks()).toBe(1);
    expect(till.find('key-warning-a1')).not.toBeNull();
    vi.advanceTimersByTime(3_600_000);
    await settle();
    expect(looks(), 'once a day').toBe(1);
  });
});
