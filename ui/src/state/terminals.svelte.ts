import type { OfferedTerminalsView } from '../ipc/generated/OfferedTerminalsView';
import type { TerminalIdentityView } from '../ipc/generated/TerminalIdentityView';
import type { TerminalsView } from '../ipc/generated/TerminalsView';
import { t } from '../text';
import type { People } from './people.svelte';
import type { Till } from './till.svelte';

/** What is about to be added: shown as it was understood, then named, then saved. */
export interface Candidate {
  identity: TerminalIdentityView;
  name: string;
  /** The account it belongs to: where several have it, the person at the till chooses. */
  account: string;
}

export class Terminals {
  view = $state.raw<TerminalsView | null>(null);
  /** The text of a QR code, scanned or typed. */
  text = $state('');
  candidate = $state<Candidate | null>(null);
  offered = $state.raw<OfferedTerminalsView | null>(null);
  offeredFrom = $state<string | null>(null);
  busy = $state(false);

  constructor(
    readonly till: Till,
    readonly people: People,
  ) {}

  open(): Promise<boolean> {
    return this.#work(async () => {
      this.view = await this.till.commands.terminals();
    });
  }

  read(text: string): Promise<boolean> {
    this.text = text;
    this.candidate = null;
    if (text.trim() === '') return Promise.resolve(false);
    return this.#work(async () => {
      this.propose(await this.till.commands.readTerminalText(text));
    });
  }

  propose(identity: TerminalIdentityView): void {
    this.candidate = { identity, name: identity.model, account: identity.account };
  }

  forget(): void {
    this.candidate = null;
    this.text = '';
  }

  async save(): Promise<boolean> {
    const candidate = this.candidate;
    if (!candidate) return false;
    const { key } = candidate.identity;
    const saved = await this.#work(async () => {
      this.view = await this.till.commands.addTerminal(candidate.account, key, candidate.name.trim());
    });
    if (!saved) return false;
    this.forget();
    this.offered = null;
    // The header shows the chosen terminal, which may be this one now.
    await this.till.run('dialog', () => this.till.commands.open());
    return true;
  }

  offer(account: string, page: number): Promise<boolean> {
    return this.#work(async () => {
      this.offered = await this.till.commands.offeredTerminals(account, page);
      this.offeredFrom = account;
    });
  }

  async use(id: string): Promise<void> {
    const used = await this.till.run('dialog', () => this.till.commands.useTerminal(id));
    if (used && this.view) this.view = { ...this.view, chosen: id };
  }

  async remove(id: string): Promise<void> {
    const name = this.view?.terminals.find((terminal) => terminal.id === id)?.name ?? '';
    const approval = await this.people.askManager(t('approval.remove_terminal', { name }));
    if (approval === null) return;
    const removed = await this.#work(async () => {
      this.view = await this.till.commands.removeTerminal(id, approval);
    });
    if (removed) await this.till.run('dialog', () => this.till.commands.open());
  }

  async #work(work: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    const done = await this.till.attempt('dialog', work);
    this.busy = false;
    return done;
  }
}
