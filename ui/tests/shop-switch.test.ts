import { describe, expect, it } from 'vitest';
import { refusal } from '../demo/fake-till';
import { openApp } from './harness';

const CORNER = { name: 'Corner', currency: 'EUR', manager: null, pin: null, passphrase: null };

describe('changing over to the own shop', () => {
  it('shows whether it is possible and which currencies there are', async () => {
    const { app } = await openApp();
    await app.shopSwitch.open();
    expect(app.shopSwitch.view).toMatchObject({ practice: true, possible: true });
    expect(app.shopSwitch.view?.currencies).toContain('EUR');
  });
  it('starts once, however often it is pressed', async () => {
    const { app } = await openApp();
    await app.shopSwitch.openOwnShop(CORNER);
    expect(app.shopSwitch.busy).toBe(true);
    expect(app.shopSwitch.error).toBeNull();
  });
  it('says why not, and can be tried again', async () => {
    const { app, fake } = await openApp();
    fake.refuse = refusal('basket_locked');
    await app.shopSwitch.openOwnShop(CORNER);
    expect(app.shopSwitch.error?.code).toBe('basket_locked');
    expect(app.shopSwitch.busy).toBe(false);
  });
});
