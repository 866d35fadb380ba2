import './styles/index.css';
import { mount } from 'svelte';
import TillWindow from './views/TillWindow.svelte';
import { tauriTransport } from './ipc/transport';
import { App } from './state/app.svelte';
import { fontsReady } from './styles/fonts';

const target = document.getElementById('app');
const app = new App(tauriTransport);
await fontsReady();
if (target) mount(TillWindow, { target, props: { app } });
