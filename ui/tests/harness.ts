import { render } from '@testing-library/svelte';
import { tick } from 'svelte';
import { FakeShop } from '../demo/fake-screens';
import { GOODS } from '../demo/goods';
import { BURST_GAP_MS } from '../src/state/scanner';
import { App } from '../src/state/app.svelte';
import TillWindow from '../src/views/TillWindow.svelte';

export const good = (index: number) => GOODS[index]!;

/** Lets answers arrive and the screen follow. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) {
    await Promise.resolve();
    await tick();
  }
}

/** A till with its own pretended other side, not on any screen. */
export async function openApp(prepare: (till: FakeShop) => void = () => undefined) {
  const fake = new FakeShop();
  prepare(fake);
  const app = new App(fake);
  await app.start();
  fake.calls.length = 0;
  return { app, fake };
}

/** The till window on screen. */
export async function openWindow(prepare: (till: FakeShop) => void = () => undefined) {
  const fake = new FakeShop();
  prepare(fake);
  const clock = { now: 1000 };
  const app = new App(fake, () => clock.now);
  const screen = render(TillWindow, { props: { app } });
  await settle();
  fake.calls.length = 0;
  const find = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
  const get = (id: string) => {
    const found = find(id);
    if (!found) throw new Error(`nothing on screen is called ${id}`);
    return found;
  };
  const press = async (id: string) => {
    get(id).click();
    await settle();
  };
  const key = async (name: string, init: KeyboardEventInit = {}, target: EventTarget = document.body) => {
    const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...init });
    target.dispatchEvent(event);
    // A single character waits as long as a scanner could still follow it.
    if (name.length === 1) await new Promise((resolve) => setTimeout(resolve, BURST_GAP_MS + 15));
    await settle();
    return event;
  };
  const sent = () => fake.calls.map(({ command }) => command);
  return { app, fake, clock, screen, find, get, press, key, sent };
}
