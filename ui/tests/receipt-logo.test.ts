import { describe, expect, it } from 'vitest';
import type { FakeShop } from '../demo/fake-screens';
import { openWindow, settle } from './harness';

async function openSettings(prepare?: (fake: FakeShop) => void) {
  const till = await openWindow(prepare);
  await till.key('F12');
  till.fake.calls.length = 0;
  const choose = async (file: File) => {
    await till.app.receiptLogo.choose(file);
    await settle();
  };
  return { ...till, choose };
}
const picture = (bytes: number) => new File([new Uint8Array(bytes)], 'logo.png', { type: 'image/png' });

describe('the logo on receipts', () => {
  it('is shown as it is printed, and can be taken away', async () => {
    const till = await openSettings();
    expect(till.find('logo-none')).not.toBeNull();
    expect(till.find('logo-remove')).toBeNull();
    await till.choose(picture(3));
    expect(till.sent()).toEqual(['approval_at_hand', 'set_logo']);
    expect(till.fake.calls.at(-1)?.args).toEqual({ content: 'AAAA', approval: 'token-1' });
    expect(till.get('logo-picture').getAttribute('src')).toMatch(/^data:image/);
    expect(till.get('logo-picture').getAttribute('width')).toBe('200');
    await till.press('logo-remove');
    expect(till.find('logo-none')).not.toBeNull();
  });
  it('stays as it was when a picture is refused, and says why', async () => {
    const till = await openSettings();
    await till.choose(picture(3));
    await till.choose(picture(0));
    expect(till.get('logo-trouble').textContent).toContain('not a picture for a receipt');
    expect(till.find('logo-picture')).not.toBeNull();
    await till.choose(picture(3));
    expect(till.find('logo-trouble')).toBeNull();
  });
  it('is not sent to the other side when the file is too large', async () => {
    const till = await openSettings();
    await till.choose(picture(2 * 1024 * 1024 + 1));
    expect(till.sent()).toEqual([]);
    expect(till.get('logo-trouble').textContent).toContain('too large');
    await till.choose(picture(2 * 1024 * 1024));
    expect(till.sent()).toEqual(['approval_at_hand', 'set_logo']);
  });
  it('is changed by a manager alone in a shop with people', async () => {
    const till = await openSettings((fake) => fake.withPeople());
    const first = till.choose(picture(3));
    await settle();
    expect(till.get('manager-pin').textContent).toContain('Print this picture');
    await till.key('Escape', {}, till.get('manager-field'));
    await first;
    expect(till.sent()).not.toContain('set_logo');
    expect(till.find('logo-none')).not.toBeNull();
    const second = till.choose(picture(3));
    await settle();
    for (const digit of '9999') await till.press(`manager-${digit}`);
    await till.press('manager-enter');
    await second;
    expect(till.find('logo-picture')).not.toBeNull();
    expect(till.get('current-person').textContent).toBe('Anna');
  });
});
