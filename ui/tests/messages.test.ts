import { readFileSync } from 'node:fs';
import { parse } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';
import english from '../messages/en.json';
import { t, tn, tWord } from '../src/text';
import { filesUnder } from './files';

const messages: Record<string, string> = english;
const components = filesUnder('src', '.svelte');
const sources = filesUnder('src', '.svelte', '.ts');

/** The words of a generated enum. */
function wordsOf(type: string): string[] {
  const text = readFileSync(`src/ipc/generated/${type}.ts`, 'utf8');
  const body = text.slice(text.indexOf('export type'));
  return [...body.matchAll(/"([a-z_]+)"/g)].map(([, word = '']) => word);
}

interface Node { type: string; name?: string; data?: string; value?: unknown; [key: string]: unknown }

/** What stands literally in the markup of a component: texts, and attributes that are read to people. */
function literals(path: string): { words: string[]; styles: number } {
  const words: string[] = [];
  let styles = 0;
  const READ = ['aria-label', 'title', 'placeholder', 'alt', 'label', 'hint'];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    const { type, name, data, value } = node as Node;
    if (type === 'Attribute') {
      if (name === 'style') styles += 1;
      const texts = Array.isArray(value) ? value.filter((part: Node) => part.type === 'Text') : [];
      if (READ.includes(name ?? '')) words.push(...texts.map((part: Node) => part.data ?? ''));
      if (Array.isArray(value)) value.filter((part: Node) => part.type !== 'Text').forEach(visit);
      return;
    }
    if (type === 'Text') words.push(data ?? '');
    for (const key of Object.keys(node)) if (!['parent', 'css', 'instance', 'module'].includes(key)) visit((node as Node)[key]);
  };
  visit(parse(readFileSync(path, 'utf8'), { modern: true }).fragment);
  return { words: words.filter((text) => /\p{L}/u.test(text)), styles };
}

describe('every sentence stands in the message file', () => {
  it.each(components)('%s holds no words of its own and no inline style', (path) => {
    expect(literals(path)).toEqual({ words: [], styles: 0 });
  });
  it('finds words where there are some', () => {
    expect(parse('<p title="Hello">Pay</p>', { modern: true }).fragment.nodes).toHaveLength(1);
  });
});

describe('every word that crosses from the other side has its sentences', () => {
  const NEEDED: [string, string[]][] = [
    ['ErrorCode', ['error', 'advice']], ['PaymentPhase', ['phase', 'phase_advice']], ['MoneyEnd', ['end']], ['CancelStage', ['cancel.button']],
    ['NoticeKind', ['notice']], ['CaseKind', ['cases.kind', 'cases.means']], ['CaseChoice', ['cases.choice', 'cases.follows']], ['RefundStage', ['refund_end']], ['TenderKind', ['tender_kind']], ['VirtualStage', ['vt.stage']],
    ['VirtualSoloStage', ['vt.solo.stage']], ['ImportProblem', ['import.row']],
  ];
  for (const [type, prefixes] of NEEDED) {
    it.each(wordsOf(type))(`${type} %s`, (word) => {
      for (const prefix of prefixes) expect(messages).toHaveProperty([`${prefix}.${word}`]);
    });
  }
  it('reads the generated types', () => expect(wordsOf('ErrorCode')).toContain('unknown_code'));
});

describe('the message file', () => {
  const all = sources.map((path) => readFileSync(path, 'utf8')).join('\n');
  const isUsed = (key: string) => {
    const parts = key.replace(/\.(one|other)$/, '').split('.');
    // Keys put together from a word: `phase.${phase}`, tWord('readiness', …).
    const families = parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('.'));
    return all.includes(`'${parts.join('.')}'`) || families.some((family) => all.includes(`\`${family}.\${`) || all.includes(`tWord('${family}'`));
  };
  it.each(Object.keys(messages))('%s is used', (key) => expect(isUsed(key)).toBe(true));
  it('bans the words that do not say whether money moved', () => {
    for (const sentence of Object.values(messages)) expect(sentence).not.toMatch(/\b(failed|failure|success\w*|try again|please)\b/i);
  });
  it('counts in one and other together', () => {
    const counted = Object.keys(messages).filter((key) => /\.(one|other)$/.test(key)).map((key) => key.replace(/\.(one|other)$/, ''));
    for (const key of counted) expect([messages[`${key}.one`], messages[`${key}.other`]]).not.toContain(undefined);
  });
});

describe('a sentence', () => {
  it('is filled with its values, which are never read as places themselves', () => {
    expect(t('error.unknown_code', { code: '{code}' })).toBe('Unknown code: {code}');
  });
  it('counts', () => {
    expect(tn('totals.articles', 1)).toBe('1 article');
    expect(tn('totals.articles', 0)).toBe('0 articles');
  });
  it('falls back to the word itself', () => {
    expect(tWord('attempt_state', 'constructor')).toBe('constructor');
    expect(tWord('attempt_state', 'brand_new')).toBe('brand new');
  });
});
