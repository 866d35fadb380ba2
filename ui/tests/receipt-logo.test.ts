import { describe, expect, it } from 'vitest';
import { refusal } from '../demo/fake-till';
import { openWindow, settle } from './harness';

async function openSettings() {
  const till = await openWindow();
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
    expect(till.fake.calls).toEqual([{ command: 'set_logo', args: { content: 'AAAA' } }]);
    expect(till.get('logo-picture').getAttribute('src')).toMatch(/^data:image/);
    expect(till.get('logo-picture').getAttribute('width')).toBe('200');
    await till.press('logo-remove');
    expect(till.find('logo-none')).not.toBeNull();
  });
  it('stays as it was when a picture is refused, and says why', async () => {
    const till = await openSettings();
    await till.choose(picture(3));
    till.fake.refuse = refusal('logo_blank');
    await till.choose(picture(3));
    expect(till.get('logo-trouble').textContent).toContain('Nothing of this picture shows');
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
    expect(till.sent()).toEqual(['set_logo']);
  });
});
