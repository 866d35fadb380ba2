import type { OrderSummary } from '../ipc/generated/OrderSummary';
import type { OrderView } from '../ipc/generated/OrderView';
import type { ReceiptView } from '../ipc/generated/ReceiptView';
import type { RefundableView } from '../ipc/generated/RefundableView';
import type { Till } from './till.svelte';

const ORDER_DIGITS = 6;
/** A page with fewer orders is the last one. */
const SMALLEST_PAGE = 10;
/** What the list keeps; older orders are found by number. */
const MAX_ORDERS = 500;

/** The orders of this till, newest first, and the one that is looked at. */
export class Orders {
  list = $state.raw<OrderSummary[]>([]);
  complete = $state(false);
  wanted = $state('');
  order = $state.raw<OrderView | null>(null);
  /** What can be given back of it, and what has been. */
  refundable = $state.raw<RefundableView | null>(null);
  receipt = $state.raw<ReceiptView | null>(null);
  savedAs = $state<string | null>(null);
  #refreshing = false;
  #wantedAgain = false;

  constructor(readonly till: Till) {}

  open(): Promise<boolean> {
    return this.#work(async () => {
      this.list = await this.till.commands.orders(null);
      this.complete = this.list.length < SMALLEST_PAGE;
    });
  }

  more(): Promise<boolean> {
    const before = this.list.at(-1)?.number;
    if (!before || this.complete) return Promise.resolve(false);
    return this.#work(async () => {
      const page = await this.till.commands.orders(before);
      this.list = [...this.list, ...page].slice(0, MAX_ORDERS);
      this.complete = page.length === 0 || this.list.length >= MAX_ORDERS;
    });
  }

  /** Opens an order by its number; `42` finds `000042`. */
  async find(number: string): Promise<boolean> {
    const digits = number.trim();
    if (digits === '') return this.open();
    if (isSearch(digits)) return this.search(digits);
    return this.show(/^\d+$/.test(digits) ? digits.padStart(ORDER_DIGITS, '0') : digits);
  }

  /** Orders by amount, day (`2026-11-21`) or reference; a single one is opened. */
  search(text: string): Promise<boolean> {
    return this.#work(async () => {
      this.list = await this.till.commands.searchOrders(text);
      this.complete = true;
      const only = this.list.length === 1 ? this.list[0] : undefined;
      if (only) await this.#look(only.number);
    });
  }

  show(number: string): Promise<boolean> {
    return this.#work(() => this.#look(number));
  }

  /**
   * Reads what is on screen anew, because something moved on by itself. One read at a time; what moved on meanwhile is read
   * after it. Nobody asked for it, so where it cannot be read the page stays as it was and nobody is told.
   */
  async refresh(): Promise<void> {
    this.#wantedAgain = true;
    if (this.#refreshing) return;
    this.#refreshing = true;
    try {
      while (this.#wantedAgain) {
        this.#wantedAgain = false;
        await this.#again();
      }
    } catch {
      // The next news of the till reads it again.
    } finally {
      this.#refreshing = false;
    }
  }

  async #again(): Promise<void> {
    const number = this.order?.summary.number;
    if (number === undefined) return;
    const order = await this.till.commands.order(number);
    const refundable = await this.till.commands.refundable(number).catch(() => null);
    // What was printed again stays on screen: a receipt never changes, it only appears.
    const appeared = order.has_receipt && this.receipt?.order !== number;
    const receipt = appeared ? await this.till.commands.receipt(number) : null;
    // Another order was opened meanwhile.
    if (this.order?.summary.number !== number) return;
    this.order = order;
    this.refundable = refundable;
    if (receipt) this.receipt = receipt;
    this.list = this.list.map((line) => (line.number === number ? order.summary : line));
  }

  async #look(number: string): Promise<void> {
    this.savedAs = null;
    const order = await this.till.commands.order(number);
    const receipt = order.has_receipt ? await this.till.commands.receipt(number) : null;
    const refundable = await this.till.commands.refundable(number).catch(() => null);
    // All at once: a refresh in between would mix two orders.
    this.order = order;
    this.receipt = receipt;
    this.refundable = refundable;
  }

  reprint(number: string): Promise<boolean> {
    return this.#work(async () => {
      this.receipt = await this.till.commands.reprint(number);
    });
  }

  savePdf(number: string): Promise<boolean> {
    return this.#work(async () => {
      this.savedAs = (await this.till.commands.saveReceiptPdf(number)).path;
    });
  }

  /** The link of an order cannot be paid any more; whether it was meanwhile, the till finds out. */
  async withdrawLink(number: string): Promise<boolean> {
    const done = await this.till.run('dialog', () => this.till.commands.withdrawLink(number));
    if (done) await this.show(number);
    return done;
  }

  async #work(work: () => Promise<void>): Promise<boolean> {
    return this.till.attempt('dialog', work);
  }
}

/** Whether a text is more than a number of an order: a day, an amount, a reference. */
function isSearch(text: string): boolean {
  return !/^\d{1,9}$/.test(text);
}

/** Whether a scan is the barcode of one of our receipts. */
export function isOrderNumber(text: string): boolean {
  return new RegExp(`^\\d{${ORDER_DIGITS}}$`).test(text.trim());
}
