import english from '../messages/en.json';

export type MessageKey = keyof typeof english;
/** Keys that exist as `<key>.one` and `<key>.other`. */
export type CountedKey = { [K in MessageKey]: K extends `${infer Base}.one` ? Base : never }[MessageKey];
export type Values = Record<string, string | number>;

const messages: Record<MessageKey, string> = english;

/** The sentence of a key, with `{name}` replaced by the value of that name. */
export function t(key: MessageKey, values: Values = {}): string {
  return messages[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The sentence for a number of things. */
export function tn(key: CountedKey, count: number, values: Values = {}): string {
  return t(`${key}.${count === 1 ? 'one' : 'other'}` as MessageKey, { count, ...values });
}

/** Whether a text is the key of a sentence: for words that come from outside, such as the states of the database. */
export function isMessage(key: string): key is MessageKey {
  return Object.hasOwn(messages, key);
}

/** The sentence `<prefix>.<word>` of a word from outside; the word itself when nobody wrote one. */
export function tWord(prefix: string, word: string, values: Values = {}): string {
  const key = `${prefix}.${word}`;
  return isMessage(key) ? t(key, values) : word.replaceAll('_', ' ');
}
