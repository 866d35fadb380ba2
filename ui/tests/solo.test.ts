import { render } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { FakeSimulator } from '../demo/fake-simulator';
import { simulatorCommands } from '../src/ipc/commands';
import type { VirtualSoloStage } from '../src/ipc/generated/VirtualSoloStage';
import { VirtualTerminals } from '../src/state/virtual.svelte';
import VirtualTerminalWindow from '../src/views/VirtualTerminalWindow.svelte';
import { settle } from './harness';

async function open(stage: VirtualSoloStage) {
  const fake = new FakeSimulator().showSolo(stage);
  const terminals = new VirtualTerminals(simulatorCommands(fake));
  terminals.choose(fake.solo.serial);
  render(VirtualTerminalWindow, { props: { terminals } });
  await settle();
  fake.calls.length = 0;
  const get = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`)!;
  const press = async (id: string) => {
    get(id).click();
    await settle();
  };
  return { fake, terminals, get, press, acts: () => fake.calls.map(({ args }) => args.act) };
}

describe('the virtual Solo', () => {
  it('stands in the list beside the terminals', async () => {
    const { get, terminals } = await open('idle');
    const select = get('vt-select') as HTMLSelectElement;
    expect([...select.options].map(({ value }) => value)).toContain('U1DEM0NA00-CN');
    expect(select.value).toBe('U1DEM0NA00-CN');
    expect(terminals.current).toBeNull();
  });
  it('shows the code it is paired with, and is asked whether that is right', async () => {
    const { fake, terminals, get, press, acts } = await open('logged_out');
    await press('vt-connect');
    expect(get('vt-code').textContent).toBe('K7Q2M9XA');
    fake.showSolo('confirm_pairing');
    await terminals.start();
    await settle();
    await press('vt-confirm');
    expect(acts().filter(Boolean)).toEqual([{ act: 'show_code' }, { act: 'confirm_pairing' }]);
    expect(get('vt-name').textContent).toBe('Bar');
  });
  it('lets the customer choose a tip before the card', async () => {
    const { get, press, acts } = await open('selecting_tip');
    expect(get('vt-tip-10').textContent).toContain('1,62');
    expect((get('vt-tap') as HTMLButtonElement).disabled).toBe(true);
    await press('vt-tip-10');
    expect(get('vt-amount').textContent).toBe('€ 17,81');
    expect(get('vt-tip').textContent).toBe('with € 1,62 tip');
    await press('vt-tap');
    expect(acts()).toEqual([{ act: 'tip', percent: '10' }, { act: 'tap', brand: 'Visa' }]);
  });
  it('takes no tip for an answer', async () => {
    const { get, press, acts } = await open('selecting_tip');
    await press('vt-tip-none');
    expect(acts()).toEqual([{ act: 'no_tip' }]);
    expect(get('vt-tip')).toBeNull();
  });
  it('asks for the PIN with the tries that are left', async () => {
    const { get, press, acts } = await open('waiting_for_card');
    await press('vt-insert');
    expect(get('vt-screen').textContent).toContain('3 tries left');
    await press('vt-pin-wrong');
    expect(acts()).toEqual([{ act: 'insert', brand: 'Visa' }, { act: 'pin', right: false }]);
  });
  it('is signed on', async () => {
    const { get, press, acts } = await open('waiting_for_card');
    await press('vt-faults');
    await press('vt-insert-sign');
    expect(get('vt-stage').textContent).toBe('Sign here');
    await press('vt-sign');
    expect(acts()).toEqual([{ act: 'insert_to_sign', brand: 'Visa' }, { act: 'sign' }]);
    expect(get('vt-screen').dataset.stage).toBe('approved');
  });
  it('is cancelled by its cross, as long as it waits for the customer', async () => {
    const { get, press, acts } = await open('waiting_for_card');
    await press('vt-stop');
    expect(acts()).toEqual([{ act: 'stop' }]);
    expect(get('vt-stop')).toBeNull();
  });
  it('has the faults behind a drawer', async () => {
    const { get, press, acts } = await open('idle');
    for (const id of ['vt-lose-answer', 'vt-lose-payment', 'vt-slow', 'vt-battery', 'vt-firmware', 'vt-network', 'vt-power']) {
      await press('vt-faults');
      await press(id);
      expect(get(id)).toBeNull();
    }
    expect(acts()).toEqual([
      { act: 'lose_next_answer' }, { act: 'lose_next_payment' }, { act: 'slow_network' }, { act: 'battery', low: true },
      { act: 'update_firmware' }, { act: 'network', online: false }, { act: 'power', on: false },
    ]);
  });
  it('tells its battery', async () => {
    const { get, press } = await open('idle');
    expect(get('vt-battery-level').textContent).toContain('82 %');
    await press('vt-faults');
    await press('vt-battery');
    expect(get('vt-battery-level').textContent).toContain('4 %');
    expect([...get('vt-battery-level').classList]).toContain('bad');
  });
  it('comes to the front when a payment arrives, and leaves its place to nobody while one runs', async () => {
    const { fake, terminals } = await open('idle');
    terminals.choose(fake.terminal.key);
    fake.showSolo('selecting_tip');
    await terminals.start();
    expect(terminals.solo?.serial).toBe('U1DEM0NA00-CN');
    fake.show('waiting_for_card');
    await terminals.start();
    expect(terminals.current).toBeNull();
  });
});
