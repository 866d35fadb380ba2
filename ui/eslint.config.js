import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const TAURI_ONLY_IN_TRANSPORT = {
  group: ['@tauri-apps/*'],
  message: 'Only src/ipc/transport.ts talks to Tauri, so that screens can be tested and shown without it.',
};

export default ts.config(
  { ignores: ['dist/', 'dist-demo/', 'node_modules/', 'src/ipc/generated/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 400, skipBlankLines: true }],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true }],
      'no-restricted-imports': ['error', { patterns: [TAURI_ONLY_IN_TRANSPORT] }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Scanners send control characters; dropping them means naming them.
      'no-control-regex': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      // Sets and maps that nothing on screen reads need not be reactive.
      'svelte/prefer-svelte-reactivity': 'off',
      'svelte/button-has-type': 'error',
      'svelte/no-target-blank': 'error',
    },
  },
  { files: ['src/ipc/transport.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['tests/**', 'demo/**'], rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['*.config.{ts,js}', 'tests/**'], languageOptions: { globals: { ...globals.node } } },
);
