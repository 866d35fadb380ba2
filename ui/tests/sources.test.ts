import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { filesUnder } from './files';

const sources = filesUnder('src', '.ts', '.svelte', '.css');

it.each(sources)('%s keeps to the house rules', (path) => {
  const text = readFileSync(path, 'utf8');
  if (path !== 'src/ipc/transport.ts') expect(text).not.toMatch(/@tauri-apps|__TAURI/);
  expect(text).not.toMatch(/\{@html|innerHTML|eval\(|new Function|https?:\/\/(?!www\.w3\.org)/);
});

it('ships no demo: the entries of the product do not reach it', () => {
  for (const path of sources) expect(readFileSync(path, 'utf8')).not.toMatch(/demo\//);
});

it('asks only the public registry for packages', () => {
  const lock = readFileSync('package-lock.json', 'utf8');
  const hosts = new Set([...lock.matchAll(/"resolved": "https?:\/\/([^/]+)/g)].map(([, host]) => host));
  hosts.delete('registry.npmjs.org');
  expect([...hosts]).toEqual([]);
  expect(lock).toContain('"integrity"');
});
