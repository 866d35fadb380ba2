import './styles/index.css';
import { mount } from 'svelte';
import TillWindow from './views/TillWindow.svelte';
import { tauriTransport } from './ipc/transport';
import { App } from './state/app.svelte';

const target = document.getElementById('app');
if (target) mount(TillWindow, { target, props: { app: new App(tauriTransport) } });
