import { describe, expect, it } from 'vitest';
import { type FakeShop, PASSPHRASE } from '../demo/fake-screens';
import { openWindow, settle } from './harness';

type Open = Awaited<ReturnType<typeof openWindow>>;

async function type(till: Open, id: string, text: string) {
  const field = till.get(id) as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
}
/** happy-dom does not count the chosen option of a list as `:checked`, by which Svelte finds it. */
async function choose(till: Open, id: string, value: string) {
  const select = till.get(id) as HTMLSelectElement;
  const option = [...select.options].find((known) => known.value === value)!;
  select.querySelector = ((query: string) => (query === ':checked' ? option : null)) as typeof select.querySelector;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
}
const withFile = (state: 'none' | 'locked' | 'open') => (fake: FakeShop) => {
  fake.practice = false;
  fake.secrets = { state, keychain: false, accounts: state === 'none' ? [] : ['Counter account'] };
  fake.secretsLocked = state === 'locked';
};

describe('keys behind a passphrase', () => {
  it('are said to be locked at the sale, which goes on, and unlocked from there', async () => {
    const till = await openWindow(withFile('locked'));
    expect(till.get('secrets-locked').textContent).toContain('Counter account');
    expect(till.get('secrets-locked').textContent).toContain('cash sales go on');
    await till.press('secrets-unlock');
    await type(till, 'passphrase', 'wrong one');
    await till.press('secret-file-unlock');
    expect(till.get('secret-file-trouble').textContent).toContain('not the passphrase');
    expect((till.get('passphrase') as HTMLInputElement).value).toBe('');
    await type(till, 'passphrase', PASSPHRASE);
    await till.key('Enter', {}, till.get('passphrase'));
    expect(till.find('unlock-dialog')).toBeNull();
    expect(till.find('secrets-locked')).toBeNull();
  });
  it('can be unlocked before anybody signs in', async () => {
    const till = await openWindow((fake) => {
      withFile('locked')(fake);
      fake.signInNeeded = true;
    });
    expect(till.get('sign-in-locked').textContent).toContain('nobody can sign in');
    await type(till, 'passphrase', PASSPHRASE);
    await till.press('secret-file-unlock');
    expect(till.find('sign-in-locked')).toBeNull();
  });
  it('are chosen by somebody who typed a long passphrase twice', async () => {
    const till = await openWindow(withFile('none'));
    await till.key('F12');
    await till.press('secret-file-choose');
    await type(till, 'passphrase-first', 'too short');
    await type(till, 'passphrase-second', 'too short');
    expect((till.get('secret-file-make') as HTMLButtonElement).disabled).toBe(true);
    await type(till, 'passphrase-first', PASSPHRASE);
    await type(till, 'passphrase-second', `${PASSPHRASE}x`);
    expect((till.get('secret-file-make') as HTMLButtonElement).disabled).toBe(true);
    await type(till, 'passphrase-second', PASSPHRASE);
    await till.press('secret-file-make');
    expect(till.get('secret-file').dataset.state).toBe('open');
    expect(till.fake.calls.find(({ command }) => command === 'make_secret_file')?.args).toEqual({ passphrase: PASSPHRASE, approval: 'token-1' });
  });
  it('get another passphrase only for the one until now', async () => {
    const till = await openWindow(withFile('open'));
    await till.key('F12');
    await till.press('passphrase-change');
    const change = async (old: string) => {
      await type(till, 'passphrase-old', old);
      await type(till, 'passphrase-first', 'another passphrase');
      await type(till, 'passphrase-second', 'another passphrase');
      await till.press('passphrase-save');
    };
    await change('wrong one');
    expect(till.get('secret-file-trouble').dataset.code).toBe('wrong_passphrase');
    await change(PASSPHRASE);
    expect(till.find('passphrase-old')).toBeNull();
  });
  it('are where a new account puts its key, once somebody says so', async () => {
    const till = await openWindow(withFile('locked'));
    await till.key('F12');
    await till.press('account-add');
    await type(till, 'account-label', 'Counter');
    await type(till, 'account-url', 'https://api.example');
    await type(till, 'account-field-merchant_code', 'M1');
    await till.press('account-key-secret-file');
    const form = till.get('account-form');
    expect(form.querySelector('[data-testid="account-secret-client_secret"]')).toBeNull();
    const field = form.querySelector<HTMLInputElement>('[data-testid="passphrase"]');
    if (!field) throw new Error('the form does not ask for the passphrase');
    field.value = PASSPHRASE;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await settle();
    form.querySelector<HTMLElement>('[data-testid="secret-file-unlock"]')?.click();
    await settle();
    await type(till, 'account-secret-client_secret', 'key');
    await till.press('account-save');
    const entry = till.fake.calls.find(({ command }) => command === 'add_account')?.args['entry'];
    expect(entry).toMatchObject({ secret_home: 'secret_file', secrets: { client_secret: 'key' }, secret_files: {} });
  });
});

describe('what is told with every payment', () => {
  it('is asked for as far as the payment system takes it', async () => {
    const till = await openWindow(withFile('open'));
    await till.key('F12');
    await till.press('account-add');
    expect(till.find('purchase-options')).not.toBeNull();
    await type(till, 'option-tip_percents', '5, 10');
    await type(till, 'option-fiscal', '{"provider_id":"1"}');
    await choose(till, 'option-instalments', '3');
    await type(till, 'account-label', 'Counter');
    await type(till, 'account-url', 'https://api.example');
    await type(till, 'account-field-merchant_code', 'M1');
    await type(till, 'account-secret-client_secret', 'key');
    await till.press('account-save');
    const entry = till.fake.calls.find(({ command }) => command === 'add_account')?.args['entry'] as { fields: unknown };
    expect(entry.fields).toEqual({ merchant_code: 'M1', tip_percents: '5, 10', instalments: '3', fiscal: '{"provider_id":"1"}' });
    await till.press('account-add');
    await choose(till, 'account-kind', 'merchant-api');
    expect(till.find('purchase-options')).toBeNull();
  });
});

describe('a manager for every refund', () => {
  it('is a choice in the settings of a shop with people', async () => {
    const till = await openWindow((fake) => fake.withPeople());
    await till.key('F12');
    expect(till.get('refunds-free').getAttribute('aria-pressed')).toBe('true');
    await till.press('refunds-every');
    for (const digit of '9999') await till.press(`manager-${digit}`);
    await till.press('manager-enter');
    expect(till.get('refunds-every').getAttribute('aria-pressed')).toBe('true');
    expect(till.fake.calls.find(({ command }) => command === 'set_refunds_need_manager')?.args).toEqual({ needed: true, approval: 'token-1' });
  });
});
