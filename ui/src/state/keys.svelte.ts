import type { AccountView } from '../ipc/generated/AccountView';
import type { KeyWarning } from '../ipc/generated/KeyWarning';
import type { KeysView } from '../ipc/generated/KeysView';
import { t } from '../text';
import type { People } from './people.svelte';
import type { Till } from './till.svelte';

/** The API keys of an account, and the one guided way to change the one in use. */
export class Keys {
  accounts = $state.raw<AccountView[]>([]);
  account = $state('');
  view = $state.raw<KeysView | null>(null);
  warnings = $state.raw<KeyWarning[]>([]);
  label = $state('');
  until = $state('');
  /** Which key to revoke at the end, where the till does not know which one it used. */
  old = $state('');
  busy = $state(false);
  #day = '';

  constructor(
    readonly till: Till,
    readonly people: People,
  ) {}

  async open(): Promise<void> {
    await this.till.attempt('dialog', async () => {
      const offered = await this.till.commands.keyAccounts();
      this.accounts = (await this.till.commands.accounts()).filter(({ id }) => offered.includes(id));
      if (!this.accounts.some(({ id }) => id === this.account)) this.account = this.accounts[0]?.id ?? '';
    });
    if (this.account !== '') await this.show(this.account);
  }

  show(account: string): Promise<boolean> {
    this.account = account;
    this.view = null;
    return this.#work((id) => this.till.commands.apiKeys(id));
  }

  async begin(): Promise<boolean> {
    const [label, until] = [this.label.trim(), this.until.trim()];
    if (label === '') return false;
    const begun = await this.#approved(t('rotate.ask_change'), (id, yes) =>
      this.till.commands.beginRotation(id, label, until === '' ? null : until, yes),
    );
    // Stopped half-way, it says where; the list tells which key was made.
    if (begun) [this.label, this.until] = ['', ''];
    else await this.#quietly();
    return begun;
  }

  goOn(): Promise<boolean> {
    return this.#approved(t('rotate.ask_change'), (id, yes) => this.till.commands.continueRotation(id, yes));
  }

  async finish(): Promise<boolean> {
    const old = this.old === '' ? null : this.old;
    const done = await this.#approved(t('rotate.ask_revoke'), (id, yes) => this.till.commands.finishRotation(id, old, yes));
    if (done) await this.warn();
    return done;
  }

  keepOld(): Promise<boolean> {
    return this.#approved(t('rotate.ask_change'), (id, yes) => this.till.commands.keepOldKey(id, yes));
  }

  giveUp(): Promise<boolean> {
    return this.#approved(t('rotate.ask_back'), (id, yes) => this.till.commands.abandonRotation(id, yes));
  }

  revoke(key: string): Promise<boolean> {
    return this.#approved(t('rotate.ask_revoke'), (id, yes) => this.till.commands.revokeKey(id, key, yes));
  }

  /** Finds out which keys in use end soon. Without an answer nothing is said. */
  async warn(): Promise<void> {
    this.warnings = await this.till.commands.keyWarnings().catch(() => this.warnings);
  }

  /** Asked often: finds out anew on every new day, in a till that is never closed. */
  async newDay(day: string): Promise<void> {
    const first = this.#day === '';
    if (this.#day === day) return;
    this.#day = day;
    if (!first) await this.warn();
  }

  /** Reads the keys anew without disturbing the error on screen. */
  async #quietly(): Promise<void> {
    const { account } = this;
    const view = await this.till.commands.apiKeys(account).catch(() => null);
    if (view && this.account === account) this.view = view;
  }

  /** Something only a manager may do. */
  async #approved(reason: string, act: (account: string, approval: string) => Promise<KeysView>): Promise<boolean> {
    if (this.busy) return false;
    const approval = await this.people.askManager(reason);
    return approval === null ? false : this.#work((account) => act(account, approval));
  }

  async #work(work: (account: string) => Promise<KeysView>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    const { account } = this;
    const done = await this.till.attempt('dialog', async () => {
      const view = await work(account);
      if (this.account === account) this.view = view;
    });
    this.busy = false;
    return done;
  }
}
