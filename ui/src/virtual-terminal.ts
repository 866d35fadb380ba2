import './styles/index.css';
import { mount } from 'svelte';
import VirtualTerminalWindow from './views/VirtualTerminalWindow.svelte';
import { simulatorCommands } from './ipc/commands';
import { tauriTransport } from './ipc/transport';
import { Theme } from './state/theme.svelte';
import { VirtualTerminals } from './state/virtual.svelte';
import { fontsReady } from './styles/fonts';

const target = document.getElementById('app');
new Theme();
const terminals = new VirtualTerminals(simulatorCommands(tauriTransport));
await fontsReady();
if (target) mount(VirtualTerminalWindow, { target, props: { terminals } });
