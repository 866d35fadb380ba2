import { describe, expect, it } from 'vitest';
import { refusal } from '../demo/fake-till';
import type { FakeShop } from '../demo/fake-screens';
import { good, openApp, openWindow, settle } from './harness';

const anna = (fake: FakeShop) => fake.withPeople();
const locked = (fake: FakeShop) => {
  fake.withPeople();
  fake.person = null;
  fake.signInNeeded = true;
};

async function enterPin(till: Awaited<ReturnType<typeof openWindow>>, pad: string, pin: string) {
  for (const digit of pin) await till.press(`${pad}-${digit}`);
  await till.press(`${pad}-enter`);
}

describe('signing in', () => {
  it('stands before everything and opens the till with the right PIN', async () => {
    const till = await openWindow(locked);
    expect(till.find('sale-screen')).toBeNull();
    expect(till.find('menu')).toBeNull();
    await till.press('person-Marta');
    await enterPin(till, 'pin', '9999');
    expect(till.get('current-person').textContent).toBe('Marta');
    expect(till.find('sale-screen')).not.toBeNull();
    expect(till.find(`tile-${good(0).code}`)).not.toBeNull();
  });
  it('says that a PIN is wrong and how many are left, and keeps nothing of it', async () => {
    const till = await openWindow(locked);
    await enterPin(till, 'pin', '0000');
    expect(till.get('sign-in-trouble').dataset.code).toBe('wrong_pin');
    expect(till.get('sign-in-trouble').textContent).toContain('locked: 9');
    expect((till.get('pin-field') as HTMLInputElement).value).toBe('');
    await enterPin(till, 'pin', '1111');
    expect(till.get('current-person').textContent).toBe('Anna');
  });
  it('tells of a locked PIN', async () => {
    const till = await openWindow((fake) => {
      locked(fake);
      fake.staff.people = fake.staff.people.map((person) => ({ ...person, locked: true }));
    });
    expect(till.get('person-Anna').textContent).toContain('PIN locked');
    await enterPin(till, 'pin', '1111');
    expect(till.get('sign-in-trouble').dataset.code).toBe('pin_locked');
  });
  it('needs no mouse: arrows choose, digits and Enter sign in', async () => {
    const till = await openWindow(locked);
    const field = till.get('pin-field') as HTMLInputElement;
    expect(document.activeElement).toBe(field);
    await till.key('ArrowRight', {}, field);
    expect(till.get('person-Marta').getAttribute('aria-pressed')).toBe('true');
    field.value = '99x99';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await settle();
    expect(field.value).toBe('9999');
    field.form?.requestSubmit();
    await settle();
    expect(till.get('current-person').textContent).toBe('Marta');
  });
  it('takes a scan into the field for no PIN', async () => {
    const till = await openWindow(locked);
    const field = till.get('pin-field') as HTMLInputElement;
    const press = (key: string) =>
      field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    for (const digit of '1111') {
      press(digit);
      field.value += digit;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    expect(press('Enter')).toBe(false);
    await settle();
    expect(field.value).toBe('');
    expect(till.sent()).not.toContain('sign_in');
  });
  it('lets no scan and no screen key through', async () => {
    const till = await openWindow(locked);
    await till.app.entry.clear();
    for (const character of good(0).code) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: character, bubbles: true, cancelable: true }));
    }
    await till.key('Enter');
    await till.key('F12');
    await till.key('F8');
    expect(till.sent().filter((command) => !['people'].includes(command))).toEqual([]);
    expect(till.find('settings-screen')).toBeNull();
  });
  it('switches with F5 and goes back with Escape', async () => {
    const till = await openWindow((fake) => {
      anna(fake);
      fake.ring(good(0));
    });
    await till.key('F5');
    expect(till.find('sign-in-screen')).not.toBeNull();
    expect(till.get('person-Marta').getAttribute('aria-pressed')).toBe('true');
    await till.key('Escape', {}, till.get('pin-field'));
    expect(till.get('current-person').textContent).toBe('Anna');
    await till.press('switch-person');
    await enterPin(till, 'pin', '9999');
    expect(till.get('current-person').textContent).toBe('Marta');
    expect(till.get('total').dataset.minor).toBe('250');
  });
  it('signs out, and the next one begins at the sale', async () => {
    const till = await openWindow(anna);
    await till.key('F12');
    await till.press('switch-person');
    await till.press('sign-out');
    expect(till.find('keep-person')).toBeNull();
    await enterPin(till, 'pin', '1111');
    expect(till.find('sale-screen')).not.toBeNull();
  });
  it('is not offered in a shop without people', async () => {
    const till = await openWindow();
    await till.key('F5');
    expect([till.find('sign-in-screen'), till.find('switch-person')]).toEqual([null, null]);
  });
});

describe('a manager is asked', () => {
  it('for a PIN, and whoever asked gets a token for it', async () => {
    const till = await openWindow(anna);
    const asked = till.app.people.askManager('Refund 12,50');
    await settle();
    expect(till.get('manager-pin').textContent).toContain('Refund 12,50');
    expect(till.find('person-Anna')).toBeNull();
    await enterPin(till, 'manager', '1111');
    expect(till.get('manager-trouble').dataset.code).toBe('wrong_pin');
    await enterPin(till, 'manager', '9999');
    expect(await asked).toMatch(/^token-/);
    expect(till.find('manager-pin')).toBeNull();
    expect(till.get('current-person').textContent).toBe('Anna');
  });
  it('and Escape, another question or a locked till is a no', async () => {
    const till = await openWindow(anna);
    const first = till.app.people.askManager('one');
    await settle();
    const second = till.app.people.askManager('two');
    expect(await first).toBeNull();
    await settle();
    await till.key('Escape', {}, till.get('manager-field'));
    expect(await second).toBeNull();
    const third = till.app.people.askManager('three');
    await settle();
    till.fake.person = null;
    till.fake.signInNeeded = true;
    till.fake.push();
    await settle();
    expect(await third).toBeNull();
  });
  it('not at all in a shop without people', async () => {
    const { app } = await openApp();
    expect(await app.people.askManager('Remove Anna')).toMatch(/^token-/);
    expect(app.people.question).toBeNull();
  });
});

describe('who works here', () => {
  it('is changed by a manager alone', async () => {
    const till = await openWindow(anna);
    await till.key('F12');
    await till.press('person-add');
    const type = async (id: string, text: string) => {
      const field = till.get(id) as HTMLInputElement;
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await settle();
    };
    await type('person-name', 'Ines');
    await type('pin-first', '4821');
    await type('pin-second', '4822');
    expect((till.get('person-save') as HTMLButtonElement).disabled).toBe(true);
    await type('pin-second', '4821');
    await till.press('person-save');
    expect(till.find('settings-person-Ines')).toBeNull();
    await enterPin(till, 'manager', '9999');
    expect(till.find('settings-person-Ines')).not.toBeNull();
  });
  it('keeps its last manager', async () => {
    const till = await openWindow(anna);
    await till.key('F12');
    till.get('settings-person-Marta').querySelector<HTMLElement>('[data-testid="person-remove"]')?.click();
    await settle();
    await till.press('person-remove-yes');
    await enterPin(till, 'manager', '9999');
    expect(till.get('people-trouble').dataset.code).toBe('last_manager');
  });
});

describe('a till that locks itself', () => {
  it('is told that somebody is there, now and then', async () => {
    const till = await openWindow((fake) => {
      anna(fake);
      fake.locksItself = true;
    });
    const touches = () => till.sent().filter((command) => command === 'touch').length;
    await till.key('ArrowDown');
    await till.key('ArrowDown');
    expect(touches()).toBe(1);
    till.clock.now += 10_000;
    document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }));
    expect(touches()).toBe(2);
  });
  it('locks itself all the same when it cannot be told', async () => {
    const till = await openWindow((fake) => {
      anna(fake);
      fake.locksItself = true;
    });
    till.fake.refuse = refusal('internal');
    await till.key('ArrowDown');
    expect(till.app.till.trouble).toBeNull();
  });
});
