import { describe, expect, it } from 'vitest';
import { amount } from '../demo/money';
import { good, openWindow, settle } from './harness';

async function terminals(prepare: (looks: number) => number = (looks) => looks) {
  const till = await openWindow((fake) => {
    fake.devices.offered = true;
    fake.devices.looks = prepare(fake.devices.looks);
  });
  till.app.screen.go('terminals');
  await settle();
  return till;
}

describe('card readers that are paired by a code', () => {
  it('are offered only where an account has them', async () => {
    const till = await openWindow();
    till.app.screen.go('terminals');
    await settle();
    expect(till.find('pairing')).toBeNull();
  });
  it('show how they are', async () => {
    const till = await terminals();
    expect(till.get('device-report').textContent).toBe('Online · Ready · Battery 82 % · -3 °C · Wi-Fi · Software 3.3.40 · last heard of 21 Nov 2026 14:32');
  });
  it('are followed from the code to the confirmation', async () => {
    const till = await terminals(() => 2);
    till.app.pairing.code = '4WLF DSBF';
    till.app.pairing.name = 'Garden';
    await settle();
    await till.press('pairing-pair');
    expect(till.get('pairing-progress').dataset.state).toBe('processing');
    expect(till.get('pairing-progress').textContent).toContain('5:00 left');
    till.clock.now += 61_000;
    await till.app.pairing.look();
    await settle();
    expect(till.get('pairing-progress').textContent).toContain('3:59 left');
    await till.app.pairing.look();
    await settle();
    expect(till.get('pairing-progress').dataset.state).toBe('paired');
    expect(till.get('pairing-progress').textContent).toContain('Garden is paired');
  });
  it('say when the five minutes are over', async () => {
    const till = await terminals(() => 9);
    till.app.pairing.code = '4WLFDSBF';
    till.app.pairing.name = 'Garden';
    await till.app.pairing.pair('a2');
    till.clock.now += 301_000;
    await till.app.pairing.look();
    await settle();
    expect(till.get('pairing-progress').dataset.state).toBe('expired');
  });
  it('say what is wrong with a code', async () => {
    const till = await terminals();
    till.app.pairing.code = '123';
    till.app.pairing.name = 'Garden';
    await till.app.pairing.pair('a2');
    await settle();
    expect(till.get('pairing-trouble').textContent).toContain('“123” is not a pairing code');
  });
  it('are removed with the step at the reader explained', async () => {
    const till = await terminals();
    await till.press('device-remove');
    expect(till.get('devices').textContent).toContain('menu, Connections, API, Disconnect');
    await till.press('device-remove-yes');
    expect(till.find('device-report')).toBeNull();
  });
});

describe('a running payment', () => {
  it('counts the time of the reader down', async () => {
    const till = await openWindow((fake) => {
      fake.ring(good(0));
      fake.stage = fake.payment({ window_seconds: 60, elapsed_seconds: 4 });
    });
    expect(till.get('payment-window').textContent).toContain('56 s');
    till.fake.push(till.fake.payment({ window_seconds: 60, elapsed_seconds: 61 }));
    await settle();
    expect(till.get('payment-window').textContent).toContain('time is over');
    till.fake.push(till.fake.payment({ window_seconds: 60, phase: 'entering_pin' }));
    await settle();
    expect(till.find('payment-window')).toBeNull();
  });
  it('shows the link with its symbol and lets it be withdrawn', async () => {
    const address = 'https://checkout.example/pay/8f9316a3';
    const till = await openWindow((fake) => {
      fake.ring(good(0));
      fake.stage = fake.payment({ phase: 'sent', link: { address, qr_svg: '<svg xmlns="http://www.w3.org/2000/svg"/>' } });
    });
    expect(till.get('payment-phase').textContent).toBe('Waiting for the customer to pay');
    expect(till.get('pay-link-address').textContent).toBe(address);
    expect(till.get('pay-link-qr').getAttribute('src')).toContain('data:image/svg+xml');
    expect((till.get('cancel-payment') as HTMLButtonElement).disabled).toBe(false);
  });
  it('shows the tip at the end', async () => {
    const till = await openWindow((fake) => {
      fake.ring(good(0));
      fake.stage = fake.finished('paid', 'card', { tip: amount(25) });
    });
    expect(till.get('tip').textContent).toContain('0,25');
  });
});
