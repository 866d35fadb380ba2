import { render } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { FakeSimulator } from '../demo/fake-simulator';
import { simulatorCommands } from '../src/ipc/commands';
import type { VirtualStage } from '../src/ipc/generated/VirtualStage';
import { VirtualTerminals } from '../src/state/virtual.svelte';
import VirtualTerminalWindow from '../src/views/VirtualTerminalWindow.svelte';
import { settle } from './harness';

async function open(stage: VirtualStage, slip = false) {
  const fake = new FakeSimulator().show(stage, slip);
  const terminals = new VirtualTerminals(simulatorCommands(fake));
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

describe('the virtual terminal', () => {
  it('takes a card of the chosen brand and prints a slip', async () => {
    const { get, press, acts } = await open('waiting_for_card');
    expect(get('vt-amount').textContent).toContain('16,19');
    await press('vt-tap');
    expect(acts()).toEqual([{ act: 'tap', brand: 'Visa' }]);
    expect(get('vt-screen').dataset.stage).toBe('approved');
    expect(get('vt-slip-text').textContent).toContain('APPROVED');
  });
  it('asks for the PIN after a card was inserted', async () => {
    const { press, acts } = await open('waiting_for_card');
    await press('vt-insert');
    await press('vt-pin-wrong');
    expect(acts()).toEqual([{ act: 'insert', brand: 'Visa' }, { act: 'pin', right: false }]);
  });
  it('says the sign of its currency and keeps the greatest total in one line', async () => {
    const { get, fake, terminals } = await open('waiting_for_card');
    expect(get('vt-amount').textContent).toBe('€ 16,19');
    expect([...get('vt-amount').classList]).not.toContain('long');
    fake.terminal = { ...fake.terminal, symbol: 'KWD', amount: { minor: '99999999999', text: '99 999 999,999' } };
    await terminals.start();
    await settle();
    expect(get('vt-amount').textContent).toBe('KWD 99 999 999,999');
    expect([...get('vt-amount').classList]).toContain('longest');
  });
  it('says when it has run out of paper', async () => {
    const { get } = await open('paper_out');
    expect(get('vt-stage').textContent).toBe('No paper');
  });
  it('takes no card while nothing is to be paid', async () => {
    const { get } = await open('idle');
    expect((get('vt-tap') as HTMLButtonElement).disabled).toBe(true);
  });
  it('has the faults behind a drawer', async () => {
    const { get, press, acts } = await open('waiting_for_card');
    expect(get('vt-decline')).toBeNull();
    for (const id of ['vt-lose-answer', 'vt-slow', 'vt-walk-away', 'vt-power']) {
      await press('vt-faults');
      await press(id);
      expect(get(id)).toBeNull();
    }
    expect(acts()).toEqual([{ act: 'lose_next_answer' }, { act: 'slow_network' }, { act: 'walk_away' }, { act: 'power', on: false }]);
  });
  it('shows its code and serial number on its menu, as an image that can run nothing', async () => {
    const { get, press } = await open('idle');
    await press('vt-menu');
    expect(get('vt-qr-text').textContent).toBe('SUNMI-P2lite-PL0919CQ00305');
    expect(get('vt-menu-page').querySelector('img')?.src).toMatch(/^data:image\/svg\+xml/);
    expect(get('vt-menu-page').querySelector('svg')).toBeNull();
  });
});
