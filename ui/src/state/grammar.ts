/** `20`, `20,5`, `20.50`: something that can be an amount or a quantity. The Rust side decides whether it is a good one. */
const NUMBER = /^\s*\d{1,9}(?:[.,]\d{0,3})?\s*$/;
/** `3 *` and nothing after it. */
const MULTIPLIER = /^\s*\d{1,9}(?:[.,]\d{1,3})?\s*[*×]\s*$/;
/** Something before a multiplication sign, whatever follows. */
const HAS_MULTIPLIER = /^\s*[-+−]?[\d.,]+\s*[*×xX]/;

export function isNumber(text: string): boolean {
  return NUMBER.test(text);
}

export function isMultiplier(text: string): boolean {
  return MULTIPLIER.test(text);
}

/** Whether the box would read a quantity out of this text; a scan must not become one. */
export function readsAsQuantity(text: string): boolean {
  return HAS_MULTIPLIER.test(text);
}

/** Whether typing this looks for names: digits alone are a code or an amount. */
export function looksLikeWords(text: string): boolean {
  return text.trim().length >= 2 && /\p{L}/u.test(text);
}
