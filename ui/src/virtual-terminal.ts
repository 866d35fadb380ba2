import './styles/index.css';
import { mount } from 'svelte';
import VirtualTerminalWindow from './views/VirtualTerminalWindow.svelte';
import { simulatorCommands } from './ipc/commands';
import { tauriTransport } from './ipc/transport';
import { Theme } from './state/theme.svelte';
import { VirtualTerminals } from './state/virtual.svelte';

const target = document.getElementById('app');
new Theme();
if (target) {
  const terminals = new VirtualTerminals(simulatorCommands(tauriTransport));
  mount(VirtualTerminalWindow, { target, props: { terminals } });
}
