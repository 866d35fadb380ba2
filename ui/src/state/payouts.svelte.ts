import type { AccountView } from '../ipc/generated/AccountView';
import type { BehindPayoutView } from '../ipc/generated/BehindPayoutView';
import type { PayoutPeriodAsk } from '../ipc/generated/PayoutPeriodAsk';
import type { PayoutsView } from '../ipc/generated/PayoutsView';
import type { Till } from './till.svelte';

/** Periods with a button of their own. */
export const QUICK = ['week', 'month', 'quarter'] as const;
type Quick = (typeof QUICK)[number];

/** What the payment system has paid out, and which orders it was for. */
export class Payouts {
  accounts = $state.raw<AccountView[]>([]);
  account = $state('');
  view = $state.raw<PayoutsView | null>(null);
  /** The button whose period is shown; null: the days that were typed. */
  quick = $state<Quick | null>('month');
  first = $state('');
  last = $state('');
  /** What stands behind a line, by its code, as far as somebody asked. */
  behind = $state<Record<string, BehindPayoutView | 'asking'>>({});
  /** Whether it was found out which accounts can tell: an empty list means something only then. */
  opened = $state(false);
  busy = $state(false);

  constructor(readonly till: Till) {}

  async open(): Promise<void> {
    this.opened = await this.till.attempt('dialog', async () => {
      this.accounts = await this.till.commands.payoutAccounts();
      if (!this.accounts.some(({ id }) => id === this.account)) this.account = this.accounts[0]?.id ?? '';
    });
    if (this.account !== '') await this.show(this.account);
  }

  show(account: string): Promise<boolean> {
    this.account = account;
    this.view = null;
    this.behind = {};
    return this.read();
  }

  choose(quick: Quick): Promise<boolean> {
    this.quick = quick;
    return this.read();
  }

  /** The days that were typed. */
  between(): Promise<boolean> {
    this.quick = null;
    return this.read();
  }

  async read(): Promise<boolean> {
    if (this.busy || this.account === '') return false;
    this.busy = true;
    const { account } = this;
    const period: PayoutPeriodAsk = this.quick === null ? { period: 'between', first: this.first, last: this.last } : { period: this.quick };
    const done = await this.till.attempt('dialog', async () => {
      const view = await this.till.commands.payouts(account, period);
      if (view.account !== this.account) return;
      this.view = view;
      [this.first, this.last] = [view.first, view.last];
    });
    // Old lines beside the days of a period that could not be read would be taken for its lines.
    if (!done) this.view = null;
    this.busy = false;
    // Another account was chosen while this one was asked.
    return this.account === account ? done : this.read();
  }

  /** Finds out which order a line is about. */
  async ask(code: string): Promise<void> {
    const { account } = this;
    this.behind[code] = 'asking';
    const done = await this.till.attempt('dialog', async () => {
      const found = await this.till.commands.behindPayout(account, code);
      if (this.account === account) this.behind[code] = found;
    });
    if (!done) this.behind = Object.fromEntries(Object.entries(this.behind).filter(([of]) => of !== code));
  }
}
