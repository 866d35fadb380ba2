import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  base: './',
  plugins: [svelte()],
  resolve: {
    alias: { '@assets': here('../assets') },
    // Component tests mount components; without this Svelte resolves to its server build under Node.
    ...(process.env.VITEST ? { conditions: ['browser'] } : {}),
  },
  server: { fs: { allow: [here('..')] } },
  build: {
    // WebKitGTK 2.40, the oldest web view of the supported systems.
    target: 'safari16.4',
    // The policy allows fonts and sounds from files only, never from data addresses.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { till: here('./index.html'), 'virtual-terminal': here('./virtual-terminal.html') },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
  },
});
