import { asCommandError } from '../ipc/commands';
import type { Amount } from '../ipc/generated/Amount';
import type { CommandError } from '../ipc/generated/CommandError';
import type { ReceiptView } from '../ipc/generated/ReceiptView';
import type { RefundAsk } from '../ipc/generated/RefundAsk';
import type { RefundableLineView } from '../ipc/generated/RefundableLineView';
import type { RefundableView } from '../ipc/generated/RefundableView';
import type { RefundOriginView } from '../ipc/generated/RefundOriginView';
import type { RefundView } from '../ipc/generated/RefundView';
import { t } from '../text';
import type { People } from './people.svelte';
import type { ScreenState } from './screen.svelte';
import type { Till } from './till.svelte';

export type RefundMode = 'rest' | 'lines' | 'amount';

/** What is to be given back, while it is chosen; what runs and how it ended is the till's own view. */
export class Refunds {
  /** The order whose money goes back; null for a refund without a purchase. */
  refundable = $state.raw<RefundableView | null>(null);
  mode = $state<RefundMode>('rest');
  /** Where the money goes, as the origins name it. */
  to = $state<string | null>(null);
  terminal = $state('');
  amount = $state('');
  reason = $state('');
  /** Pieces of each line that come back; weighed goods come back as one. */
  pieces = $state<Record<number, number>>({});
  /** What the choice comes to, or why it cannot be. */
  preview = $state.raw<Amount | null>(null);
  refusal = $state.raw<CommandError | null>(null);
  /** The slip as it was printed last, if it was printed again. */
  copy = $state.raw<ReceiptView | null>(null);
  savedAs = $state<string | null>(null);
  #asked = 0;
  #giving = false;

  constructor(
    readonly till: Till,
    readonly people: People,
    readonly screen: ScreenState,
  ) {}

  /** The refund on the screen: it runs, or it has ended. */
  get shown(): RefundView | null {
    return this.till.view?.refund ?? null;
  }

  get origin(): RefundOriginView | null {
    return this.refundable?.origins.find(({ id }) => id === this.to) ?? null;
  }

  /** Whether the choice can be given back as it stands. */
  get ready(): boolean {
    if (this.refundable === null) return this.amount.trim() !== '' && this.reason.trim() !== '';
    return this.preview !== null;
  }

  /** Opens the refund of an order, of one payment of it where that came too much. */
  async open(order: string, payment: string | null = null): Promise<void> {
    const found = await this.till.attempt('dialog', async () => {
      this.refundable = await this.till.commands.refundable(order);
    });
    if (!found || !this.refundable) return;
    this.#reset();
    const { origins } = this.refundable;
    const usual = origins.find(({ open, too_much }) => open && !too_much) ?? origins.find(({ open }) => open);
    this.to = payment ?? usual?.id ?? origins[0]?.id ?? null;
    this.#suggestTerminal();
    if (this.shown) await this.till.run('dialog', () => this.till.commands.leaveRefund());
    this.screen.go('refund');
    await this.look();
  }

  /** Opens a refund without a purchase. */
  async openFree(): Promise<void> {
    this.refundable = null;
    this.#reset();
    if (this.shown) await this.till.run('dialog', () => this.till.commands.leaveRefund());
    this.screen.go('refund');
  }

  /** Shows a refund that was made or runs. */
  async show(number: string): Promise<void> {
    this.copy = null;
    this.savedAs = null;
    if (await this.till.run('dialog', () => this.till.commands.showRefund(number))) this.screen.go('refund');
  }

  /** Leaves the refund screen; what runs is followed in the background. */
  async leave(): Promise<void> {
    this.refundable = null;
    if (this.shown) await this.till.run('dialog', () => this.till.commands.leaveRefund());
  }

  chooseOrigin(id: string): void {
    this.to = id;
    if (this.origin?.too_much && this.mode === 'lines') this.mode = 'rest';
    this.#suggestTerminal();
    void this.look();
  }

  chooseMode(mode: RefundMode): void {
    this.mode = mode;
    void this.look();
  }

  /** One piece more or fewer of a line. */
  change(line: RefundableLineView, by: 1 | -1): void {
    const most = line.pieces_left ?? 1;
    const pieces = Math.min(most, Math.max(0, (this.pieces[line.position] ?? 0) + by));
    this.pieces = { ...this.pieces, [line.position]: pieces };
    void this.look();
  }

  /** Asks the till what the choice comes to; an answer that was overtaken is dropped. */
  async look(): Promise<void> {
    const ask = this.#ask();
    this.#asked += 1;
    const mine = this.#asked;
    if (!ask) {
      this.preview = null;
      this.refusal = null;
      return;
    }
    try {
      const amount = await this.till.commands.previewRefund(ask);
      if (mine === this.#asked) [this.preview, this.refusal] = [amount, null];
    } catch (thrown) {
      if (mine === this.#asked) [this.preview, this.refusal] = [null, asCommandError(thrown)];
    }
  }

  /** Gives the money back as chosen; a manager is asked where one is needed. */
  async give(): Promise<void> {
    this.screen.close();
    this.copy = null;
    this.savedAs = null;
    if (this.refundable === null) return this.#giveFree();
    const ask = this.#ask();
    if (!ask || this.#giving) return;
    this.#giving = true;
    try {
      await this.#giveFor(ask, this.refundable.needs_manager);
    } finally {
      this.#giving = false;
    }
  }

  async #giveFor(ask: RefundAsk, needsManager: boolean): Promise<void> {
    let approval: string | null = null;
    if (needsManager) {
      approval = await this.people.askManager(t('refund.approval', { order: ask.order }));
      if (approval === null) return;
    }
    const begun = await this.till.run('dialog', () => this.till.commands.refund(ask, approval));
    if (!begun) await this.#lookAgain(ask.order);
  }

  /** What is left may not be what the screen shows: another window, or a second tap, may have been faster. */
  async #lookAgain(order: string): Promise<void> {
    try {
      this.refundable = await this.till.commands.refundable(order);
      await this.look();
    } catch {
      // The refusal that is shown tells what to do.
    }
  }

  async #giveFree(): Promise<void> {
    const approval = await this.people.askManager(t('refund.approval_free'));
    if (approval === null) return;
    const { amount, reason, terminal } = this;
    await this.till.run('dialog', () =>
      this.till.commands.refundWithoutPurchase(amount, reason, terminal || null, approval),
    );
  }

  cancel(): Promise<boolean> {
    return this.#onShown((number) => this.till.commands.cancelRefund(number));
  }

  withdraw(): Promise<boolean> {
    return this.#onShown((number) => this.till.commands.withdrawRefund(number));
  }

  reprint(number: string): Promise<boolean> {
    return this.till.attempt('dialog', async () => {
      this.copy = await this.till.commands.reprintRefundSlip(number);
    });
  }

  savePdf(number: string): Promise<boolean> {
    return this.till.attempt('dialog', async () => {
      this.savedAs = (await this.till.commands.saveRefundSlipPdf(number)).path;
    });
  }

  async #onShown(act: (number: string) => ReturnType<Till['commands']['cancelRefund']>): Promise<boolean> {
    const number = this.shown?.number;
    return number ? this.till.run('dialog', () => act(number)) : false;
  }

  #ask(): RefundAsk | null {
    if (!this.refundable) return null;
    const lines = this.refundable.lines
      .filter(({ position }) => (this.pieces[position] ?? 0) > 0)
      .map(({ position, pieces_left }) => ({
        position,
        pieces: pieces_left === null ? null : (this.pieces[position] ?? null),
      }));
    if (this.mode === 'lines' && lines.length === 0) return null;
    if (this.mode === 'amount' && this.amount.trim() === '') return null;
    return {
      order: this.refundable.order,
      to: this.to,
      amount: this.mode === 'amount' ? this.amount : null,
      lines: this.mode === 'lines' ? lines : [],
      terminal: this.terminal || null,
      reason: this.reason.trim() || null,
      seen: this.refundable.refunds.length,
    };
  }

  #suggestTerminal(): void {
    this.terminal = this.origin?.terminals[0]?.id ?? '';
  }

  #reset(): void {
    this.mode = 'rest';
    this.to = null;
    this.terminal = '';
    this.amount = '';
    this.reason = '';
    this.pieces = {};
    this.preview = null;
    this.refusal = null;
    this.copy = null;
    this.savedAs = null;
  }
}
