import type { ItemView } from '../ipc/generated/ItemView';
import { isMultiplier, isNumber, looksLikeWords, readsAsQuantity } from './grammar';
import { Search } from './search.svelte';
import type { Till } from './till.svelte';

/** The longest text the box takes; no code or name is longer. */
export const MAX_BOX_CHARS = 200;

/** The one input box: scan, typed code, words to search, an amount, `3 *`. */
export class Entry {
  text = $state('');
  /** Its element, so that scans and the keypad can give it the focus. */
  element = $state.raw<HTMLInputElement | null>(null);
  readonly search: Search;
  #lastAdded = Number.NEGATIVE_INFINITY;

  constructor(readonly till: Till) {
    this.search = new Search(till.commands);
  }

  /** The person changed the text. `burst` while a scanner types, which is not searched for. */
  type(text: string, burst = false): void {
    this.text = text.slice(0, MAX_BOX_CHARS);
    if (!burst && isMultiplier(this.text)) {
      void this.#enter(this.text);
      return;
    }
    if (looksLikeWords(this.text)) this.search.look(this.text.trim());
    else this.search.close();
  }

  press(characters: string): void {
    this.type(this.text + characters);
  }

  backspace(): void {
    this.type(this.text.slice(0, -1));
  }

  clear(): void {
    this.text = '';
    this.search.close();
  }

  /** The key `×`: the number typed becomes the multiplier. */
  times(): void {
    if (isNumber(this.text)) void this.#enter(`${this.text.trim()}*`);
  }

  /** Enter with something in the box. */
  async submit(): Promise<void> {
    const text = this.text.trim();
    if (text === '') return;
    if (looksLikeWords(text)) {
      const hit = await this.search.best(text);
      if (hit) return this.pick(hit);
    }
    await this.#enter(text);
  }

  async pick(item: ItemView): Promise<void> {
    this.clear();
    await this.add(item);
  }

  /** A tile or a search hit. */
  async add(item: ItemView): Promise<void> {
    if (await this.till.run('entry', () => this.till.commands.addItem(item.code))) this.#added();
  }

  /** A whole scan. A multiplier typed before it counts; any other text in the box is forgotten. */
  async scanned(code: string, before: string): Promise<void> {
    const { commands } = this.till;
    this.clear();
    const multiplied = isMultiplier(before) ? before : '';
    const command = readsAsQuantity(code)
      ? () => commands.addItem(code)
      : () => commands.enter(multiplied + code);
    if (await this.till.run('entry', command)) this.#added();
  }

  /** The amount in the box, for the cash key. */
  typedAmount(): string | null {
    return isNumber(this.text) ? this.text.trim() : null;
  }

  /** Whether something was added so lately that a second Enter is the scanner's line end, not a person. */
  justAdded(within: number): boolean {
    return this.till.now() - this.#lastAdded < within;
  }

  async #enter(text: string): Promise<void> {
    this.search.close();
    this.text = '';
    const done = await this.till.run('entry', () => this.till.commands.enter(text));
    if (done) this.#added();
    // What was typed comes back to be corrected, unless the next text has begun.
    else if (this.text === '') this.text = text;
    if (!done) this.element?.select();
  }

  #added(): void {
    this.#lastAdded = this.till.now();
    this.till.sounds.play('accepted');
  }
}
