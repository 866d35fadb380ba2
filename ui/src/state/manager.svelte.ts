import { Cases } from './cases.svelte';
import { DayTotals } from './day-totals.svelte';
import { History } from './history.svelte';
import { Keys } from './keys.svelte';
import { Payouts } from './payouts.svelte';
import type { People } from './people.svelte';
import type { Till } from './till.svelte';

/** Which page of the manager's area is shown, and what its pages show. */
export class ManagerArea {
  section = $state<string | null>(null);
  /** A manager let somebody in who is none. */
  letIn = $state(false);
  readonly cases: Cases;
  readonly dayTotals: DayTotals;
  readonly history: History;
  readonly payouts: Payouts;
  readonly keys: Keys;

  constructor(
    readonly till: Till,
    readonly people: People,
  ) {
    this.cases = new Cases(till, people);
    this.dayTotals = new DayTotals(till);
    this.history = new History(till);
    this.payouts = new Payouts(till);
    this.keys = new Keys(till, people);
  }

  /** Whether what only managers read is shown. */
  get open(): boolean {
    const person = this.till.view?.person ?? null;
    return person === null || person.role === 'manager' || this.letIn;
  }

  /** A manager lets somebody else look; the Rust side knows it, and answers nobody else. What is done inside asks again. */
  async enter(reason: string): Promise<void> {
    if (this.open) return;
    const token = await this.people.askManager(reason);
    if (token === null) return;
    this.letIn = await this.till.attempt('dialog', async () => void (await this.till.commands.enterManagerArea(token)));
  }

  /** Whoever leaves the area shuts it behind them. */
  leave(): void {
    if (!this.letIn) return;
    this.letIn = false;
    // Signing in shuts it too.
    void this.till.commands.leaveManagerArea().catch(() => undefined);
  }

  /** The page of what needs a person comes up with this one, as soon as it may be read. */
  showCase(reference: string): void {
    this.cases.wanted = reference;
    this.show('cases');
  }

  show(section: string): void {
    this.section = section;
  }
}
