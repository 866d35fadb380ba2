import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// The screens with a pretended till behind them, to look at. Never part of the product: nothing here writes to `dist`.
export default defineConfig({
  base: './',
  plugins: [svelte()],
  resolve: { alias: { '@assets': here('../assets') } },
  server: { fs: { allow: [here('..')] } },
  build: {
    target: 'safari16.4',
    outDir: 'dist-demo',
    assetsInlineLimit: 0,
    rolldownOptions: { input: here('./demo.html') },
  },
});
