import type { AccountView } from '../ipc/generated/AccountView';
import type { CommandError } from '../ipc/generated/CommandError';
import type { HeaderProposalView } from '../ipc/generated/HeaderProposalView';
import { asCommandError } from '../ipc/commands';
import { t } from '../text';
import type { People } from './people.svelte';
import type { Till } from './till.svelte';

/** What stands on top of receipts, and taking it over from what a payment system knows of the merchant. */
export class ReceiptHeader {
  accounts = $state.raw<AccountView[]>([]);
  account = $state('');
  proposal = $state.raw<HeaderProposalView | null>(null);
  error = $state.raw<CommandError | null>(null);
  /** What was shown has been taken over. */
  taken = $state(false);
  busy = $state(false);

  constructor(
    readonly till: Till,
    readonly people: People,
  ) {}

  async open(): Promise<void> {
    this.leave();
    this.accounts = await this.till.commands.profileAccounts().catch(() => []);
    if (!this.accounts.some(({ id }) => id === this.account)) this.account = this.accounts[0]?.id ?? '';
  }

  /** Asks the payment system. Nothing is changed. */
  ask(): Promise<void> {
    return this.#work(async () => {
      this.proposal = await this.till.commands.proposedHeader(this.account);
    });
  }

  /** Takes over exactly what is on screen. */
  take(): Promise<void> {
    const { proposal } = this;
    if (proposal === null) return Promise.resolve();
    return this.#work(async () => {
      const approval = await this.people.askManager(t('approval.set_header'));
      if (approval === null) return;
      this.till.accept(await this.till.commands.setReceiptHeader(proposal.proposed, approval));
      this.leave();
      this.taken = true;
    });
  }

  leave(): void {
    this.proposal = null;
    this.error = null;
    this.taken = false;
  }

  async #work(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    this.taken = false;
    try {
      await work();
    } catch (thrown) {
      this.error = asCommandError(thrown);
      this.till.sounds.play('refused');
    } finally {
      this.busy = false;
    }
  }
}
