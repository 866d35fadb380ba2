import type { Entry } from './entry.svelte';
import { isNumber } from './grammar';
import type { Till } from './till.svelte';

/** What a person does with lines and baskets. */
export class Basket {
  constructor(
    readonly till: Till,
    readonly entry: Entry,
  ) {}

  change(by: 1 | -1): Promise<boolean> {
    return this.#onLine((line) => this.till.commands.changeQuantity(line, by));
  }

  /** The key *Qty*: the number typed becomes the quantity of the selected line. */
  async quantity(): Promise<void> {
    const typed = this.entry.text.trim();
    if (!isNumber(typed)) return;
    if (await this.#onLine((line) => this.till.commands.setQuantity(line, typed))) this.entry.clear();
  }

  voidLine(): Promise<boolean> {
    return this.#onLine((line) => this.till.commands.voidLine(line));
  }

  clear(): Promise<boolean> {
    return this.till.run('basket', () => this.till.commands.clearBasket());
  }

  park(): Promise<boolean> {
    return this.till.run('basket', () => this.till.commands.park(null));
  }

  recall(id: string): Promise<boolean> {
    return this.till.run('dialog', () => this.till.commands.recall(id));
  }

  /** A discount as typed, `10%` or `1,50`; `null` takes it away. */
  discount(on: 'line' | 'order', discount: string | null): Promise<boolean> {
    const { commands } = this.till;
    if (on === 'order') return this.till.run('dialog', () => commands.discountOrder(discount));
    const line = this.till.selected;
    if (line === null) return Promise.resolve(false);
    return this.till.run('dialog', () => commands.discountLine(line, discount));
  }

  #onLine(command: (line: number) => ReturnType<Till['commands']['voidLine']>): Promise<boolean> {
    const line = this.till.selected;
    if (line === null || !this.till.ringing()) return Promise.resolve(false);
    return this.till.run('basket', () => command(line));
  }
}
