import type { HistoryRowView } from '../ipc/generated/HistoryRowView';
import type { TerminalView } from '../ipc/generated/TerminalView';
import type { Till } from './till.svelte';

/** What the list keeps; older transactions are found in the provider's portal. */
const MAX_ROWS = 2000;

/** What the payment system has on record for a terminal, page after page. */
export class History {
  terminals = $state.raw<TerminalView[]>([]);
  terminal = $state('');
  rows = $state.raw<HistoryRowView[]>([]);
  total = $state<string | null>(null);
  next = $state<string | null>(null);
  /** Whether a page was read at all: an empty list means something only then. */
  read = $state(false);
  busy = $state(false);

  constructor(readonly till: Till) {}

  async open(): Promise<void> {
    await this.till.attempt('dialog', async () => {
      const { terminals, chosen } = await this.till.commands.terminals();
      this.terminals = terminals;
      if (!terminals.some(({ id }) => id === this.terminal)) this.terminal = chosen ?? terminals[0]?.id ?? '';
    });
    if (this.terminal !== '') await this.show(this.terminal);
  }

  show(terminal: string): Promise<boolean> {
    this.terminal = terminal;
    this.rows = [];
    this.next = null;
    this.total = null;
    this.read = false;
    return this.#page(terminal, null);
  }

  more(): Promise<boolean> {
    return this.next === null ? Promise.resolve(false) : this.#page(this.terminal, this.next);
  }

  async #page(terminal: string, page: string | null): Promise<boolean> {
    this.busy = true;
    const done = await this.till.attempt('dialog', async () => {
      const view = await this.till.commands.history(terminal, page);
      // Another terminal was chosen while this one was read.
      if (view.terminal !== this.terminal) return;
      // A new transaction moves all others by one: the same one may stand at the edge of two pages.
      const known = new Set(this.rows.map(({ transaction }) => transaction));
      this.rows = [...this.rows, ...view.rows.filter(({ transaction }) => !known.has(transaction))].slice(0, MAX_ROWS);
      this.next = this.rows.length < MAX_ROWS ? view.next : null;
      this.total = view.total;
      this.read = true;
    });
    this.busy = false;
    return done;
  }
}
