import { describe, expect, it } from 'vitest';
import type { FakeShop } from '../demo/fake-screens';
import { refusal } from '../demo/fake-till';
import { openWindow, settle } from './harness';

const DAILY = 'daily-20261121T160000Z.sqlite';

async function openBackups(prepare?: (fake: FakeShop) => void) {
  const till = await openWindow(prepare);
  till.app.manager.show('backups');
  await till.key('F11');
  till.fake.calls.length = 0;
  return till;
}

describe('backups in the manager’s area', () => {
  it('are listed, and one more is made by a tap', async () => {
    const till = await openBackups();
    expect(till.get(`backup-${DAILY}`).textContent).toContain('21 Nov 2026, 17:00');
    await till.press('back-up');
    expect(till.sent()).toEqual(['back_up']);
    expect(till.get('backup-made').textContent).toContain('18:05');
    expect(document.querySelectorAll('[data-testid^="backup-"][data-kind]')).toHaveLength(3);
  });
  it('are put back only after a question, with a manager’s yes', async () => {
    const till = await openBackups();
    await till.press(`restore-${DAILY}`);
    expect(till.get('restore-dialog').textContent).toContain('starts anew');
    expect(document.activeElement).toBe(till.get('restore-dialog-no'));
    await till.press('restore-dialog-no');
    expect(till.sent()).toEqual([]);
    await till.press(`restore-${DAILY}`);
    await till.press('restore-dialog-yes');
    expect(till.sent()).toEqual(['approval_at_hand', 'restore_backup']);
    expect(till.fake.calls.at(-1)?.args).toEqual({ name: DAILY, approval: 'token-1' });
    expect(till.get('back-up').hasAttribute('disabled')).toBe(true);
  });
  it('say why one was refused, and the till goes on', async () => {
    const till = await openBackups();
    await till.press('restore-before-migration-1-20261001T060000Z.sqlite');
    await till.press('restore-dialog-yes');
    expect(till.get('backup-trouble').textContent).toContain('damaged');
    expect(till.get('back-up').hasAttribute('disabled')).toBe(false);
  });
});

describe('a till that cannot be opened', () => {
  it('offers its backups when the data is damaged, without asking for a PIN', async () => {
    const till = await openWindow((fake) => { fake.refuse = refusal('database_damaged'); });
    expect(till.get('start-trouble').textContent).toContain('damaged');
    await till.press(`restore-${DAILY}`);
    await till.press('restore-dialog-yes');
    expect(till.sent()).toEqual(['restore_backup']);
    expect(till.fake.calls.at(-1)?.args).toEqual({ name: DAILY, approval: null });
  });
  it('offers to try again and to quit when the trouble passes, and no backup', async () => {
    const till = await openWindow((fake) => { fake.refuse = refusal('disk_full'); });
    expect(till.find('backups')).toBeNull();
    await till.press('open-again');
    await till.press('quit');
    expect(till.sent()).toEqual(['open_again', 'quit']);
  });
  it('stands in place of the sale when the data turns out to be damaged, and then asks a manager', async () => {
    const till = await openWindow();
    till.fake.trouble(refusal('database_damaged'));
    await settle();
    expect(till.find('sale-screen')).toBeNull();
    await till.press(`restore-${DAILY}`);
    await till.press('restore-dialog-yes');
    expect(till.fake.calls.at(-1)?.args).toEqual({ name: DAILY, approval: 'token-1' });
  });
});
