import type { DayTotalsView } from '../ipc/generated/DayTotalsView';
import type { Till } from './till.svelte';

/** Today in numbers, as till and terminals have it. */
export class DayTotals {
  view = $state.raw<DayTotalsView | null>(null);
  busy = $state(false);
  savedAs = $state<string | null>(null);
  /** Whether the whole report is shown as it is printed. */
  asPrinted = $state(false);

  constructor(readonly till: Till) {}

  read(): Promise<boolean> {
    this.savedAs = null;
    return this.#work(async () => {
      this.view = await this.till.commands.dayTotals();
    });
  }

  savePdf(): Promise<boolean> {
    return this.#work(async () => {
      this.savedAs = (await this.till.commands.saveDayTotalsPdf()).path;
    });
  }

  async #work(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    const done = await this.till.attempt('dialog', work);
    this.busy = false;
    return done;
  }
}
