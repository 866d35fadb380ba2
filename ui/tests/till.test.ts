import { describe, expect, it } from 'vitest';
import { refusal } from '../demo/fake-till';
import { asCommandError } from '../src/ipc/commands';
import { good, openApp } from './harness';

describe('the till', () => {
  it('drops a view that is older than the one on screen', async () => {
    const { app, fake } = await openApp();
    const old = fake.view();
    fake.ring(good(0));
    app.till.accept(fake.view());
    app.till.accept(old);
    expect(app.till.view?.sale.lines).toHaveLength(1);
  });
  it('shows what is pushed to it', async () => {
    const { app, fake } = await openApp((till) => till.ring(good(0)));
    fake.push(fake.payment());
    expect(app.till.view?.stage.stage).toBe('paying');
  });
  it('keeps an error until the next thing works', async () => {
    const { app, fake } = await openApp();
    fake.refuse = refusal('disk_full');
    expect(await app.payments.card()).toBe(false);
    expect(app.till.trouble).toMatchObject({ place: 'pay', error: { code: 'disk_full' } });
    await app.entry.add(good(0));
    expect(app.till.trouble).toBeNull();
  });
  it('makes an error of anything that is thrown at it', () => {
    expect(asCommandError('plugin till not found')).toMatchObject({ code: 'internal', details: 'plugin till not found' });
    expect(asCommandError(refusal('no_network')).code).toBe('no_network');
  });
  it('selects the line that changed, and keeps another choice while nothing changes', async () => {
    const { app, fake } = await openApp();
    await app.entry.add(good(0));
    await app.entry.add(good(1));
    expect(app.till.selected).toBe(2);
    app.till.selectNext(-1);
    fake.push();
    expect(app.till.selected).toBe(1);
    await app.entry.add(good(1));
    expect(app.till.selected).toBe(2);
  });
  it('selects another line when the selected one is voided', async () => {
    const { app } = await openApp();
    await app.entry.add(good(0));
    await app.entry.add(good(1));
    await app.basket.voidLine();
    expect(app.till.selected).toBe(1);
  });
  it('plays the paid sound once, and not for a sale that was paid before it opened', async () => {
    const { app, fake } = await openApp((till) => {
      till.ring(good(0));
      till.stage = till.finished('paid', 'card');
    });
    expect(app.sounds.last).toBeNull();
    fake.push(fake.payment());
    fake.push(fake.finished('paid', 'card'));
    fake.push();
    expect(app.sounds.last).toEqual({ sound: 'paid', count: 1 });
  });
  it('changes nothing while the customer pays', async () => {
    const { app, fake } = await openApp((till) => {
      till.ring(good(0));
      till.stage = till.payment();
    });
    for (const act of ['more', 'fewer', 'void', 'park', 'discount', 'clear_basket', 'card', 'exact', 'note'] as const) app.act(act);
    await Promise.resolve();
    expect(fake.calls).toEqual([]);
    expect(app.screen.dialog).toBeNull();
  });
});

describe('the terminals screen', () => {
  it('shows what it understood before it saves anything', async () => {
    const { app, fake } = await openApp();
    await app.terminals.read('PL0919CQ00777');
    expect(app.terminals.candidate?.identity.summary).toBe('SUNMI · P2lite · PL0919CQ00777');
    expect(fake.calls.map(({ command }) => command)).toEqual(['read_terminal_text']);
    await app.terminals.save();
    expect(fake.calls[1]).toEqual({ command: 'add_terminal', args: { account: 'a1', key: 'SUNMI-P2lite-PL0919CQ00777', name: 'P2lite' } });
    expect(app.terminals.candidate).toBeNull();
  });
  it('says so when a text names no terminal', async () => {
    const { app } = await openApp();
    expect(await app.terminals.read('hello')).toBe(false);
    expect(app.till.trouble?.error.code).toBe('unknown_terminal_text');
  });
});

describe('the orders screen', () => {
  it('finds an order by a number without its zeros', async () => {
    const { app, fake } = await openApp();
    await app.orders.find('42');
    expect(fake.calls[0]).toEqual({ command: 'order', args: { number: '000042' } });
    expect(app.orders.receipt?.text).toContain('APPROVED');
  });
  it('stops asking for older orders when there are none', async () => {
    const { app, fake } = await openApp();
    await app.orders.open();
    await app.orders.more();
    await app.orders.more();
    expect(fake.calls.map(({ command }) => command)).toEqual(['orders', 'orders']);
  });
});

describe('the settings screen', () => {
  it('imports a file as base64 and keeps the report', async () => {
    const { app, fake } = await openApp();
    await app.settings.importFile(new File(['code,name\n'], 'goods.csv'));
    expect(fake.calls.find(({ command }) => command === 'import_catalogue')?.args).toEqual({ name: 'goods.csv', content: btoa('code,name\n'), approval: 'token-1' });
    expect(app.settings.report?.errors[0]?.line).toBe(4);
  });
  it('shows why an account was not added', async () => {
    const { app, fake } = await openApp();
    const adding = app.settings.add('merchant-api', { label: 'A', base_url: 'https://example.org', fields: {}, secret_home: 'keychain', secrets: { api_key: 'k' }, secret_files: {} });
    // The approval is asked for already; what comes next is the account.
    fake.refuse = refusal('no_keychain');
    expect(await adding).toBe(false);
    expect(app.settings.addError?.code).toBe('no_keychain');
  });
});
