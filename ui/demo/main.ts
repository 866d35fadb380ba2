import '../src/styles/index.css';
import { mount } from 'svelte';
import { simulatorCommands } from '../src/ipc/commands';
import type { VirtualSoloStage } from '../src/ipc/generated/VirtualSoloStage';
import type { VirtualStage } from '../src/ipc/generated/VirtualStage';
import { App } from '../src/state/app.svelte';
import { Theme } from '../src/state/theme.svelte';
import { fontsReady } from '../src/styles/fonts';
import { VirtualTerminals } from '../src/state/virtual.svelte';
import TillWindow from '../src/views/TillWindow.svelte';
import VirtualTerminalWindow from '../src/views/VirtualTerminalWindow.svelte';
import { FakeShop } from './fake-screens';
import { FakeSimulator } from './fake-simulator';
import { SCENES } from './scenes';

// demo.html?scene=three&theme=dark   or   demo.html?vt=waiting_for_card&slip   or   demo.html?solo=selecting_tip
// The product runs with this setting; what breaks under it shows here first.
Object.freeze(Object.prototype);

const asked = new URLSearchParams(location.search);
localStorage.setItem('tillbridge.theme', asked.get('theme') ?? 'light');
const target = document.getElementById('app') as HTMLElement;
const virtual = asked.get('vt');
await fontsReady();

if (asked.has('solo')) {
  new Theme();
  const fake = new FakeSimulator().showSolo((asked.get('solo') || 'idle') as VirtualSoloStage);
  const terminals = new VirtualTerminals(simulatorCommands(fake));
  terminals.choose(fake.solo.serial);
  mount(VirtualTerminalWindow, { target, props: { terminals } });
} else if (virtual !== null) {
  new Theme();
  const stage = (virtual === '' || virtual === 'menu' ? 'idle' : virtual) as VirtualStage;
  const terminals = new VirtualTerminals(simulatorCommands(new FakeSimulator().show(stage, asked.has('slip'))));
  mount(VirtualTerminalWindow, { target, props: { terminals } });
  const press = asked.get('press');
  if (press) setTimeout(() => document.querySelector<HTMLElement>(`[data-testid="${press}"]`)?.click(), 300);
} else {
  const [prepare, then] = SCENES[asked.get('scene') ?? 'three'] ?? [];
  const till = new FakeShop();
  prepare?.(till);
  const app = new App(till);
  mount(TillWindow, { target, props: { app } });
  setTimeout(() => void then?.(app), 150);
}
