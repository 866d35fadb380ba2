import { describe, expect, it } from 'vitest';
import { refusal } from '../demo/fake-till';
import { BAKERY } from '../demo/fake-fleet';
import type { FakeShop } from '../demo/fake-screens';
import { openWindow, settle } from './harness';

async function openFleet(prepare: (till: FakeShop) => void = () => undefined) {
  const till = await openWindow(prepare);
  await till.key('F11');
  await till.press('section-fleet');
  await settle();
  const type = async (id: string, text: string) => {
    const box = till.get(id) as HTMLInputElement;
    box.value = text;
    box.dispatchEvent(new Event('input', { bubbles: true }));
    await settle();
  };
  const choose = async (id: string, value: string) => {
    const box = till.get(id) as HTMLSelectElement;
    // happy-dom does not count the chosen option of a list as `:checked`, by which Svelte finds it.
    const option = [...box.options].find((known) => known.value === value)!;
    box.querySelector = ((query: string) => (query === ':checked' ? option : null)) as typeof box.querySelector;
    box.dispatchEvent(new Event('change', { bubbles: true }));
    await settle();
  };
  const submit = async (id: string) => {
    till.get(id).dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
    await settle();
  };
  const isOff = (id: string) => (till.get(id) as HTMLButtonElement).disabled;
  return { ...till, type, choose, submit, isOff };
}

describe('the fleet', () => {
  it('lists the terminals with their state in a word, and says why none can be paid on', async () => {
    const till = await openFleet();
    expect(till.get('fleet-PS1122DE00101').textContent).toMatch(/EP0001.*Counter 1.*Active/s);
    expect(till.get('fleet-PS1122DE00103').textContent).toContain('Suspended');
    expect(till.get('fleet-no-payments').textContent).toContain('cannot be chosen for payment yet');
  });
  it('searches by what was chosen, and shows all again', async () => {
    const till = await openFleet();
    await till.choose('fleet-by', 'reference');
    await till.type('fleet-text', ' Counter 1 ');
    await till.submit('fleet-search');
    expect(till.fake.calls.at(-1)?.args).toMatchObject({ account: 'a2', offset: 0, search: { reference: 'Counter 1', tid: '' } });
    expect(till.find('fleet-PS1122DE00102')).toBeNull();
    await till.type('fleet-text', 'nobody');
    await till.submit('fleet-search');
    expect(till.get('fleet-empty').textContent).toContain('No terminal matches');
    await till.press('fleet-all');
    expect(till.find('fleet-PS1122DE00102')).not.toBeNull();
  });
  it('goes through the pages and back', async () => {
    const till = await openFleet((fake) => fake.fleet.grow());
    expect([till.isOff('fleet-previous'), till.get('fleet-range').textContent]).toEqual([true, '1 to 25']);
    await till.press('fleet-next');
    expect([till.isOff('fleet-next'), till.get('fleet-range').textContent]).toEqual([true, '26 to 40']);
    await till.press('fleet-previous');
    expect(till.get('fleet-range').textContent).toBe('1 to 25');
  });
  it('registers a terminal and shows it', async () => {
    const till = await openFleet();
    await till.press('fleet-register');
    expect(till.isOff('fleet-register-do')).toBe(true);
    await till.type('fleet-serial', 'SN-1');
    await till.choose('fleet-new-model', '2');
    await till.submit('fleet-register-form');
    expect(till.fake.calls.find(({ command }) => command === 'fleet_register')?.args).toEqual({
      account: 'a2', new: { serial: 'SN-1', model: { manufacturer: 'sunmi', model: 'p2_lite_se' }, merchant: '', reference: '', prefix: '' },
      approval: 'token-1',
    });
    expect(till.get('fleet-news').textContent).toContain('EP0004 is registered.');
    expect(till.get('fleet-news').closest('[role="status"]')).not.toBeNull();
    expect(till.get('fleet-detail').textContent).toContain('Not allocated');
  });
  it('allocates to the merchant of another terminal, which nobody has to type', async () => {
    const till = await openFleet();
    await till.press('fleet-PS1122DE00102');
    await till.press('fleet-allocate');
    expect(till.isOff('fleet-do')).toBe(true);
    await till.press('fleet-same-PS1122DE00101');
    await till.submit('fleet-form');
    expect(till.fake.calls.find(({ command }) => command === 'fleet_act')?.args).toEqual({ account: 'a2', id: 'f2', act: { allocate: BAKERY }, approval: 'token-1' });
    expect(till.get('fleet-detail').textContent).toContain('Active');
  });
  it('suspends for a reason and reactivates', async () => {
    const till = await openFleet();
    await till.press('fleet-PS1122DE00101');
    await till.press('fleet-suspend');
    expect(till.isOff('fleet-do')).toBe(true);
    await till.press('fleet-reason-stolen');
    await till.submit('fleet-form');
    expect(till.get('fleet-detail').textContent).toMatch(/Suspended.*Stolen/s);
    expect(till.find('fleet-suspend')).toBeNull();
    await till.press('fleet-reactivate');
    await till.submit('fleet-form');
    expect(till.get('fleet-news').textContent).toContain('EP0001 is no longer suspended.');
  });
  it('decommissions only when its name was typed', async () => {
    const till = await openFleet();
    await till.press('fleet-PS1122DE00103');
    await till.press('fleet-decommission');
    await till.type('fleet-confirm', 'EP0002');
    expect(till.isOff('fleet-do')).toBe(true);
    await till.submit('fleet-form');
    expect(till.sent()).not.toContain('fleet_act');
    await till.type('fleet-confirm', 'ep0003');
    expect(till.isOff('fleet-do')).toBe(false);
    await till.type('fleet-confirm', 'EP0003');
    await till.submit('fleet-form');
    expect(till.get('fleet-news').textContent).toContain('EP0003 is decommissioned.');
    expect([till.find('fleet-PS1122DE00103'), till.find('fleet-detail')]).toEqual([null, null]);
  });
  it('asks a manager before it acts, and does nothing without one', async () => {
    const till = await openFleet((fake) => fake.withPeople());
    await till.press('fleet-PS1122DE00101');
    await till.press('fleet-suspend');
    await till.press('fleet-reason-lost');
    await till.submit('fleet-form');
    expect(till.get('manager-pin').textContent).toContain('Suspend EP0001?');
    till.app.people.decline();
    await settle();
    expect(till.sent()).not.toContain('fleet_act');
    expect(till.find('fleet-form')).not.toBeNull();
    await till.submit('fleet-form');
    const manager = till.fake.staff.people.find(({ role }) => role === 'manager')!;
    await till.app.people.approve(manager.id, manager.practice_pin ?? '');
    await settle();
    expect(till.get('fleet-news').textContent).toContain('EP0001 is suspended.');
  });
  it('says that nothing was changed, and keeps the question open', async () => {
    const till = await openFleet();
    await till.press('fleet-PS1122DE00101');
    await till.press('fleet-deallocate');
    till.fake.fleet.ends = { end: 'not_done', terminal: till.fake.fleet.terminals[0]!, why: 'The terminal is in use.' };
    await till.submit('fleet-form');
    expect(till.get('fleet-news').textContent).toMatch(/Nothing was changed at EP0001.*The terminal is in use\./s);
    expect(till.find('fleet-form')).not.toBeNull();
  });
  it('says that it is not sure, and offers a look instead of a repetition', async () => {
    const till = await openFleet();
    await till.press('fleet-PS1122DE00101');
    await till.press('fleet-deallocate');
    till.fake.fleet.ends = { end: 'not_sure', terminal: null, why: 'no complete answer in time' };
    await till.submit('fleet-form');
    expect(till.get('fleet-news').dataset.end).toBe('not_sure');
    expect(till.find('fleet-form')).toBeNull();
    await till.press('fleet-look-again');
    expect(till.fake.calls.at(-1)?.command).toBe('fleet');
  });
  it('shows an error above, and the way to the settings where there is no account', async () => {
    const till = await openFleet((fake) => { fake.hasFleet = false; });
    expect(till.find('fleet-no-account')).not.toBeNull();
    till.screen.unmount();
    const other = await openFleet();
    other.fake.refuse = refusal('no_network');
    await other.submit('fleet-search');
    expect(other.get('page-trouble').dataset.code).toBe('no_network');
  });
  it('shows names as text, whatever they contain', async () => {
    const till = await openFleet((fake) => { fake.fleet.terminals[0]!.reference = '<img src=x onerror=alert(1)>'; });
    expect(till.get('fleet-PS1122DE00101').querySelector('img')).toBeNull();
  });
  it('knows no act for a state that is not told but offers all', async () => {
    const till = await openFleet((fake) => Object.assign(fake.fleet.terminals[0]!, { state: 'unknown', state_text: 'in_transit' }));
    await till.press('fleet-PS1122DE00101');
    expect(till.get('fleet-detail').textContent).toContain('in transit');
    for (const act of ['allocate', 'deallocate', 'suspend', 'reactivate', 'decommission']) expect(till.find(`fleet-${act}`)).not.toBeNull();
  });
});
