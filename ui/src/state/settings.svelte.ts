import type { AccountEntry } from '../ipc/generated/AccountEntry';
import type { AccountFormView } from '../ipc/generated/AccountFormView';
import type { AccountView } from '../ipc/generated/AccountView';
import type { CommandError } from '../ipc/generated/CommandError';
import type { ImportReport } from '../ipc/generated/ImportReport';
import { asCommandError } from '../ipc/commands';
import type { Catalogue } from './catalogue.svelte';
import { t } from '../text';
import { base64Of } from './file';
import type { People } from './people.svelte';
import type { Till } from './till.svelte';

/** A catalogue of a million articles is about 60 MB. */
const MAX_FILE_BYTES = 128 * 1024 * 1024;

export type TestState = { state: 'running' } | { state: 'works' } | { state: 'fails'; error: CommandError };

export class Settings {
  accounts = $state.raw<AccountView[]>([]);
  forms = $state.raw<AccountFormView[]>([]);
  tests = $state<Record<string, TestState>>({});
  addError = $state.raw<CommandError | null>(null);
  importing = $state(false);
  report = $state.raw<ImportReport | null>(null);
  importError = $state.raw<CommandError | null>(null);

  constructor(
    readonly till: Till,
    readonly catalogue: Catalogue,
    readonly people: People,
  ) {}

  async open(): Promise<void> {
    this.accounts = await this.till.commands.accounts().catch(() => []);
    this.forms = await this.till.commands.accountForms().catch(() => []);
  }

  async test(id: string): Promise<void> {
    this.tests[id] = { state: 'running' };
    try {
      await this.till.commands.testAccount(id);
      this.tests[id] = { state: 'works' };
    } catch (thrown) {
      this.tests[id] = { state: 'fails', error: asCommandError(thrown) };
    }
  }

  /** Answers whether it was added; the form keeps its fields when not. */
  add(kind: string, entry: AccountEntry): Promise<boolean> {
    return this.#change((yes) => this.till.commands.addAccount(kind, entry, yes));
  }

  async edit(id: string, entry: AccountEntry): Promise<boolean> {
    const done = await this.#change((yes) => this.till.commands.editAccount(id, entry, yes));
    if (done) this.tests = Object.fromEntries(Object.entries(this.tests).filter(([of]) => of !== id));
    return done;
  }

  disable(id: string): Promise<boolean> {
    return this.#change((yes) => this.till.commands.disableAccount(id, yes));
  }

  enable(id: string): Promise<boolean> {
    return this.#change((yes) => this.till.commands.enableAccount(id, yes));
  }

  async remove(id: string): Promise<boolean> {
    const done = await this.#change((yes) => this.till.commands.removeAccount(id, yes));
    // The header shows the chosen terminal, which may have gone with it.
    if (done) await this.till.run('dialog', () => this.till.commands.open());
    return done;
  }

  async #change(change: (approval: string) => Promise<AccountView[]>): Promise<boolean> {
    const approval = await this.people.askManager(t('settings.ask_account'));
    if (approval === null) return false;
    try {
      this.accounts = await change(approval);
      this.addError = null;
      return true;
    } catch (thrown) {
      this.addError = asCommandError(thrown);
      this.till.sounds.play('refused');
      return false;
    }
  }

  async importFile(file: File): Promise<void> {
    this.report = null;
    this.importError = null;
    if (file.size > MAX_FILE_BYTES) {
      this.importError = { code: 'bad_catalogue', values: {}, incident: '', details: null };
      return;
    }
    const approval = await this.people.askManager(t('approval.import'));
    if (approval === null) return;
    this.importing = true;
    try {
      this.report = await this.till.commands.importCatalogue(file.name, await base64Of(file), approval);
      await this.catalogue.start();
    } catch (thrown) {
      this.importError = asCommandError(thrown);
    } finally {
      this.importing = false;
    }
  }
}
