import type { Entry } from './entry.svelte';
import { likelyNotes } from './notes';
import type { Till } from './till.svelte';

/** The tenders and what ends a payment, as keys and buttons both call them. */
export class Payments {
  constructor(
    readonly till: Till,
    readonly entry: Entry,
  ) {}

  card(): Promise<boolean> {
    if (this.till.view?.looking_back) return Promise.resolve(false);
    return this.till.run('pay', () => this.till.commands.payCard());
  }

  /** Cash: the amount typed, else exactly the total. */
  async cash(): Promise<void> {
    const given = this.entry.typedAmount();
    if (await this.given(given)) this.entry.clear();
  }

  /** The note a customer most likely hands over. */
  async note(): Promise<void> {
    const view = this.till.view;
    if (!view) return;
    const [first] = likelyNotes(view.sale.cash_total.minor, view.shop.decimals);
    if (first) await this.given(first.given);
  }

  /** While the card waits for a look at its earlier tries, cash goes past it. */
  given(given: string | null): Promise<boolean> {
    const pay = () => this.till.commands.payCash(given);
    return this.till.view?.looking_back ? this.till.beside('pay', pay) : this.till.run('pay', pay);
  }

  cancel(): Promise<boolean> {
    return this.till.run('pay', () => this.till.commands.cancelPayment());
  }

  setAside(): Promise<boolean> {
    return this.till.run('pay', () => this.till.commands.setAside());
  }

  next(): Promise<boolean> {
    return this.till.run('pay', () => this.till.commands.nextSale());
  }
}
