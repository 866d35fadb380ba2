import { asCommandError } from '../ipc/commands';
import type { BackupView } from '../ipc/generated/BackupView';
import type { CommandError } from '../ipc/generated/CommandError';
import { t } from '../text';
import type { People } from './people.svelte';
import type { Till } from './till.svelte';

/** Copies of the till's data: making one, putting one back. */
export class Backups {
  list = $state.raw<BackupView[] | null>(null);
  /** The one that was made just now. */
  made = $state.raw<BackupView | null>(null);
  /** The one somebody is asked about. */
  asked = $state.raw<BackupView | null>(null);
  error = $state.raw<CommandError | null>(null);
  busy = $state(false);

  constructor(
    readonly till: Till,
    readonly people: People,
  ) {}

  async open(): Promise<void> {
    this.error = null;
    this.made = null;
    this.asked = null;
    await this.#work(async () => {
      this.list = await this.till.commands.backups();
    });
  }

  make(): Promise<boolean> {
    this.made = null;
    return this.#work(async () => {
      this.list = await this.till.commands.backUp();
      this.made = this.list[0] ?? null;
    });
  }

  ask(backup: BackupView): void {
    this.asked = backup;
  }

  leave(): void {
    this.asked = null;
  }

  /** Puts the asked one back. Stays busy on success: the program is about to start anew. */
  async restore(): Promise<void> {
    const backup = this.asked;
    this.asked = null;
    if (!backup || this.busy) return;
    let restarting = false;
    await this.#work(async () => {
      const reason = t('approval.restore', { day: backup.day, time: backup.time });
      const token = this.till.opened ? await this.people.askManager(reason) : null;
      if (this.till.opened && token === null) return;
      await this.till.commands.restoreBackup(backup.name, token);
      restarting = true;
    });
    this.busy = restarting;
  }

  openAgain(): Promise<boolean> {
    return this.#work(() => this.till.commands.openAgain().then(() => undefined));
  }

  quit(): Promise<boolean> {
    return this.#work(() => this.till.commands.quit().then(() => undefined));
  }

  async #work(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      this.error = asCommandError(thrown);
      this.till.sounds.play('refused');
      return false;
    } finally {
      this.busy = false;
    }
  }
}
