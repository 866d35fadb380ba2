import type { TillCommands } from '../ipc/commands';
import type { CommandError } from '../ipc/generated/CommandError';
import type { LineView } from '../ipc/generated/LineView';
import type { TillView } from '../ipc/generated/TillView';
import type { Sounds } from './sounds.svelte';
import { type Place, type Trouble, troubleFrom } from './trouble';

/** More waiting commands than a scanner can send while one is answered; beyond it something is broken. */
const MAX_WAITING = 500;

/** The view the Rust side gave last, and the one line in which commands wait for each other. */
export class Till {
  view = $state.raw<TillView | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  /** The line that `+`, `−`, quantity, discount and void act on. */
  selected = $state<number | null>(null);
  /** Commands sent and not answered. */
  waiting = $state(0);
  /** Whether there was a view: the till was opened, whatever became of it. */
  opened = false;
  /** When the view on screen arrived, for counting seconds on. */
  receivedAt = $state(0);

  #line: Promise<void> = Promise.resolve();

  constructor(
    readonly commands: TillCommands,
    readonly sounds: Sounds,
    readonly now: () => number = () => performance.now(),
  ) {}

  /** Listens first, then opens: what happens in between is not missed. */
  async start(): Promise<void> {
    await this.run('entry', async () => {
      // Not waited for: damage is looked for a minute after the start.
      void this.commands.onTrouble((error) => this.#lose(error));
      await this.commands.onView((view) => this.accept(view));
      return this.commands.open();
    });
  }

  /** Shows a view unless a newer one is on screen already. */
  accept(view: TillView): void {
    const before = this.view;
    if (before && view.revision < before.revision) return;
    this.view = view;
    this.opened = true;
    this.receivedAt = this.now();
    this.#followLines(before, view);
    const paid = view.stage.stage === 'finished' && view.stage.end === 'paid';
    const wasFinished = before?.stage.stage === 'finished';
    if (before && paid && !wasFinished) this.sounds.play('paid');
  }

  /** Runs a command after all earlier ones. Answers whether it worked; if not, the error stands on screen. */
  run(place: Place, command: () => Promise<TillView>): Promise<boolean> {
    if (this.waiting >= MAX_WAITING) return Promise.resolve(false);
    this.waiting += 1;
    const done = this.#line
      .then(() => this.attempt(place, async () => this.accept(await command())))
      .finally(() => (this.waiting -= 1));
    this.#line = done.then(() => undefined);
    return done;
  }

  /** Runs a command at once, past the ones that wait. */
  beside(place: Place, command: () => Promise<TillView>): Promise<boolean> {
    this.waiting += 1;
    return this.attempt(place, async () => this.accept(await command())).finally(() => (this.waiting -= 1));
  }

  /** Work that waits for nothing and brings its own answer: lists, look-ups. Errors are shown in the same way. */
  async attempt(place: Place, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      this.trouble = null;
      return true;
    } catch (thrown) {
      this.trouble = troubleFrom(thrown, place);
      this.sounds.play('refused');
      return false;
    }
  }

  dismissTrouble(): void {
    this.trouble = null;
  }

  selectedLine(): LineView | null {
    return this.view?.sale.lines.find((line) => line.id === this.selected) ?? null;
  }

  /** Moves the selection one line up or down. */
  selectNext(step: 1 | -1): void {
    const lines = this.view?.sale.lines ?? [];
    const at = lines.findIndex((line) => line.id === this.selected);
    const next = lines[at === -1 ? lines.length - 1 : Math.min(lines.length - 1, Math.max(0, at + step))];
    this.selected = next?.id ?? null;
  }

  /** Whether the basket may be changed and paid. */
  ringing(): boolean {
    return this.view?.stage.stage === 'ringing';
  }

  /** The till's data turned out to be damaged: what is on the screen cannot be relied on. */
  #lose(error: CommandError): void {
    if (error.code !== 'database_damaged') return;
    this.view = null;
    this.trouble = troubleFrom(error, 'entry');
  }

  #followLines(before: TillView | null, view: TillView): void {
    const { lines, last_line } = view.sale;
    const exists = lines.some((line) => line.id === this.selected);
    const newest = lines.find((line) => line.id === last_line)?.id ?? null;
    const changed = newest !== null && (before?.sale.last_line !== newest || grew(before, view, newest));
    if (changed || !exists) this.selected = newest ?? lines.at(-1)?.id ?? null;
  }
}

function grew(before: TillView | null, view: TillView, line: number): boolean {
  const quantityIn = (of: TillView | null) => of?.sale.lines.find(({ id }) => id === line)?.quantity;
  return quantityIn(before) !== quantityIn(view);
}
