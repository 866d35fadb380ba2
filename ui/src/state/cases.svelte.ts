import type { CaseChoice } from '../ipc/generated/CaseChoice';
import type { CaseDetailView } from '../ipc/generated/CaseDetailView';
import type { CaseView } from '../ipc/generated/CaseView';
import type { HistoryRowView } from '../ipc/generated/HistoryRowView';
import type { LookView } from '../ipc/generated/LookView';
import { t } from '../text';
import type { People } from './people.svelte';
import type { Till } from './till.svelte';

/** Payments and refunds a person has to look at: the list, the evidence of one, and what is decided about it. */
export class Cases {
  list = $state.raw<CaseView[]>([]);
  /** Whether the list was read at all: an empty one means something only then. */
  read = $state(false);
  detail = $state.raw<CaseDetailView | null>(null);
  /** What the last look at the one on screen brought. */
  look = $state.raw<LookView | null>(null);
  /** Transactions it could be, to choose from. */
  candidates = $state.raw<HistoryRowView[]>([]);
  choice = $state<CaseChoice | null>(null);
  transaction = $state('');
  reason = $state('');
  busy = $state(false);
  /** The one that somebody asked for before the list could be read. */
  wanted: string | null = null;

  constructor(
    readonly till: Till,
    readonly people: People,
  ) {}

  /** Reads the list, and what is on screen of it. */
  async open(): Promise<void> {
    await this.till.attempt('dialog', () => this.#list());
    const shown = this.wanted ?? this.detail?.case.reference ?? this.list[0]?.reference;
    if (shown) await this.show(shown);
  }

  async show(reference: string): Promise<void> {
    this.wanted = null;
    this.#forget();
    await this.till.attempt('dialog', async () => {
      this.detail = await this.till.commands.caseOf(reference);
    });
  }

  async lookAgain(): Promise<void> {
    await this.#work(async (reference) => {
      this.look = await this.till.commands.lookAgain(reference);
      this.detail = this.look.detail;
      await this.#list();
    });
  }

  /** Begins a decision. */
  async choose(choice: CaseChoice): Promise<void> {
    this.choice = choice;
    const known = this.detail?.case.transaction ?? '';
    this.transaction = this.detail?.case.mismatch === 'reference' ? '' : known;
    if (choice !== 'money_came_in') return;
    await this.#work(async (reference) => {
      this.candidates = await this.till.commands.caseCandidates(reference);
    });
  }

  get complete(): boolean {
    const named = this.choice !== 'money_came_in' || this.transaction.trim() !== '';
    return this.choice !== null && named && this.reason.trim() !== '';
  }

  async decide(): Promise<void> {
    const { choice, detail } = this;
    if (choice === null || detail === null || !this.complete || this.busy) return;
    const approval = await this.people.askManager(t('cases.ask'));
    if (approval === null) return;
    const transaction = choice === 'money_came_in' ? this.transaction.trim() : null;
    await this.#work(async (reference) => {
      try {
        this.detail = await this.till.commands.decideCase(reference, choice, transaction, this.reason.trim(), approval);
        this.#forget();
      } finally {
        // Where the provider told something new meanwhile, that is what has to be read now.
        await this.#list();
        this.detail = await this.till.commands.caseOf(reference);
      }
    });
  }

  /** The late payment pays its own order. */
  async attach(): Promise<void> {
    await this.#work(async (reference) => {
      this.till.accept(await this.till.commands.attachLatePayment(reference));
      this.detail = await this.till.commands.caseOf(reference);
      await this.#list();
    });
  }

  back(): void {
    this.choice = null;
  }

  #forget(): void {
    this.look = null;
    this.candidates = [];
    this.choice = null;
    this.transaction = '';
    this.reason = '';
  }

  async #list(): Promise<void> {
    this.list = await this.till.commands.cases();
    this.read = true;
  }

  async #work(work: (reference: string) => Promise<void>): Promise<void> {
    const reference = this.detail?.case.reference;
    if (this.busy || reference === undefined) return;
    this.busy = true;
    await this.till.attempt('dialog', () => work(reference));
    this.busy = false;
  }
}
