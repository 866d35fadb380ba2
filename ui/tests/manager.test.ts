import { describe, expect, it } from 'vitest';
import { refusal } from '../demo/fake-till';
import { rotating } from '../demo/fake-screens';
import type { FakeShop } from '../demo/fake-screens';
import { openWindow, settle } from './harness';

async function manager(section: string, prepare: (till: FakeShop) => void = () => undefined) {
  const till = await openWindow(prepare);
  await till.key('F11');
  await settle();
  if (section !== 'day-totals') await till.press(`section-${section}`);
  await settle();
  return till;
}

function type(till: Awaited<ReturnType<typeof openWindow>>, id: string, text: string) {
  const input = till.get(id) as HTMLInputElement;
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  return settle();
}

describe('the manager’s area', () => {
  it('opens by its key and by the menu, and Escape goes back to the sale', async () => {
    const till = await openWindow();
    await till.key('F11');
    expect(till.find('manager-screen')).not.toBeNull();
    await till.key('Escape');
    expect(till.find('sale-screen')).not.toBeNull();
    await till.press('menu');
    await till.press('nav-manager');
    expect(till.find('section-page-day-totals')).not.toBeNull();
  });
});

describe('the way in', () => {
  it('shows a cashier nothing before a manager’s PIN, and shuts behind whoever leaves', async () => {
    const till = await openWindow((fake) => fake.withPeople());
    await till.key('F11');
    expect(till.get('managers-only').textContent).toContain('Only managers');
    expect(till.sent()).not.toContain('day_totals');
    await till.press('manager-let-in');
    till.app.people.decline();
    await settle();
    expect(till.find('day-till')).toBeNull();
    await till.press('manager-let-in');
    await till.app.people.approve('1', '9999');
    await settle();
    expect(till.find('day-till')).not.toBeNull();
    till.app.screen.go('sale');
    await settle();
    expect(till.app.manager.open).toBe(false);
  });
});

describe('the day totals', () => {
  it('show what the till sold and name what does not agree', async () => {
    const till = await manager('day-totals');
    expect(till.get('day-sales').dataset.minor).toBe('123456');
    expect(till.get('day-cash').textContent).toContain('900,55');
    expect(till.get('differences').textContent).toContain('Charge without a sale');
    expect(till.get('differences').textContent).toContain('inv2112280004');
    expect(till.get('agrees').textContent).toContain('agree');
  });
  it('name once what is on record of a whole account and is not of this till', async () => {
    const till = await manager('day-totals');
    const account = till.get('day-account-a2').textContent;
    for (const words of ['Online account: not of this till', 'STRANGER1', '7,77']) expect(account).toContain(words);
  });
  it('open the order of a difference', async () => {
    const till = await manager('day-totals');
    await till.press('difference-order');
    await settle();
    expect(till.get('order-detail').textContent).toContain('Order 000124');
  });
  it('are shown as printed and saved as PDF', async () => {
    const till = await manager('day-totals');
    await till.press('day-as-printed');
    expect(till.find('day-text')).not.toBeNull();
    await till.press('day-pdf');
    expect(till.get('pdf-saved').textContent).toContain('day-totals.pdf');
  });
  it('say what to do when they cannot be read, and keep what was read before', async () => {
    const till = await manager('day-totals');
    till.fake.refuse = refusal('no_network');
    await till.press('day-read');
    expect(till.get('page-trouble').textContent).toContain('cannot be reached');
    expect(till.find('day-till')).not.toBeNull();
  });
});

describe('the history', () => {
  it('links each transaction to its order and marks strangers in words', async () => {
    const till = await manager('history');
    expect(till.get('transaction-inv2112280004').dataset.linked).toBe('false');
    expect(till.get('history-unlinked').textContent).toContain('Not of this till');
    expect(till.get('transaction-inv2112280004').textContent).toContain('Refund');
    expect(till.get('history-tip').textContent).toContain('0,50');
    await till.press('history-order');
    await settle();
    expect(till.get('order-detail').textContent).toContain('Order 000042');
  });
  it('shows a transaction once that stands on two pages', async () => {
    const till = await manager('history');
    await till.press('history-more');
    await settle();
    expect(till.get('history').querySelectorAll('li')).toHaveLength(4);
    expect(till.find('history-more')).toBeNull();
  });
});

describe('the API keys', () => {
  it('are changed step by step, and the old one is revoked only after a yes', async () => {
    const till = await manager('keys');
    await till.press('rotate-begin');
    expect((till.get('rotate-make') as HTMLButtonElement).disabled).toBe(true);
    await type(till, 'rotate-label', 'Second half');
    await till.press('rotate-make');
    await settle();
    expect(till.fake.calls.find(({ command }) => command === 'begin_rotation')?.args).toMatchObject({ account: 'a1', label: 'Second half', until: null });
    expect(till.get('rotate').dataset.step).toBe('proved');
    await till.press('rotate-revoke');
    expect(till.sent()).not.toContain('finish_rotation');
    await till.press('rotate-revoke-yes');
    await settle();
    expect(till.fake.calls.find(({ command }) => command === 'finish_rotation')?.args).toMatchObject({ account: 'a1', old: '767854635839' });
    expect(till.get('rotate').dataset.step).toBe('none');
    expect(till.get('key-854844465').dataset.use).toBe('yes');
  });
  it('name a key whose secret was lost and offer to revoke it', async () => {
    const till = await manager('keys', (fake) => { fake.keys = rotating(fake.keys, 'Second half', 'creating'); });
    expect(till.get('key-lost').textContent).toContain('revoke it');
    await till.press('key-revoke');
    expect(till.sent()).not.toContain('revoke_key');
    await till.press('revoke-dialog-yes');
    await settle();
    expect(till.fake.calls.find(({ command }) => command === 'revoke_key')?.args).toMatchObject({ account: 'a1', key: '854844465' });
    await till.press('rotate-give-up');
    await settle();
    expect(till.get('rotate').dataset.step).toBe('none');
  });
  it('go on where a change stopped', async () => {
    const till = await manager('keys', (fake) => { fake.keys = rotating(fake.keys, 'Second half', 'switched'); });
    await till.press('rotate-go-on');
    await settle();
    expect(till.get('rotate').dataset.step).toBe('proved');
  });
  it('cannot be revoked while in use, and the last one neither', async () => {
    const till = await manager('keys');
    expect(till.find('key-in-use')).not.toBeNull();
    expect(till.find('key-revoke')).toBeNull();
  });
  it('announce their end on the sale screen, one tap from the way out', async () => {
    const till = await openWindow((fake) => { fake.warnings = [{ account: 'a1', label: 'Corner', until: '28 Nov 2026 00:00', days_left: 1 }]; });
    await settle();
    expect(till.get('key-warning-a1').textContent).toContain('ends in 1 day');
    await till.press('key-warning-look');
    await settle();
    expect(till.find('section-page-keys')).not.toBeNull();
  });
});

describe('the accounts', () => {
  async function ownShop() {
    const till = await openWindow((fake) => { fake.practice = false; });
    await till.key('F12');
    await settle();
    return till;
  }
  it('are added by the form of their kind, and the secret leaves the window', async () => {
    const till = await ownShop();
    await till.press('account-add');
    expect(till.get('account-kind').textContent).toContain('MerchantAPI (CM.com)');
    expect((till.get('account-url') as HTMLInputElement).value).toBe('https://api.example');
    await type(till, 'account-label', 'Corner');
    await type(till, 'account-field-merchant_code', 'MC1');
    expect((till.get('account-save') as HTMLButtonElement).disabled).toBe(true);
    await type(till, 'account-secret-client_secret', 's3cret');
    await till.press('account-save');
    await settle();
    expect(till.fake.calls.find(({ command }) => command === 'add_account')?.args).toMatchObject({
      kind: 'other',
      entry: { label: 'Corner', base_url: 'https://api.example', fields: { merchant_code: 'MC1' }, secrets: { client_secret: 's3cret' }, secret_files: {} },
    });
    expect(till.find('account-form')).toBeNull();
  });
  it('are switched off and on', async () => {
    const till = await ownShop();
    await till.press('account-disable');
    expect(till.get('account-a1').dataset.enabled).toBe('false');
    await till.press('account-enable');
    expect(till.get('account-a1').dataset.enabled).toBe('true');
  });
  it('keep their secrets when only their name is changed', async () => {
    const till = await ownShop();
    await till.press('account-edit');
    await type(till, 'account-label', 'Garden');
    await till.press('account-save');
    await settle();
    const sent = till.fake.calls.find(({ command }) => command === 'edit_account')?.args;
    expect(sent).toMatchObject({ id: 'a1', entry: { label: 'Garden', secrets: {}, secret_files: {} } });
  });
});
