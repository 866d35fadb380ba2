import { describe, expect, it } from 'vitest';
import { openWindow } from './harness';

describe('the manager’s area', () => {
  it('opens by its key and by the menu, and Escape goes back to the sale', async () => {
    const till = await openWindow();
    await till.key('F11');
    expect(till.find('manager-screen')).not.toBeNull();
    await till.key('Escape');
    expect(till.find('sale-screen')).not.toBeNull();
    await till.press('menu');
    await till.press('nav-manager');
    expect(till.find('manager-screen')).not.toBeNull();
  });
});
