import type { NewAccount } from '../ipc/commands';
import type { AccountView } from '../ipc/generated/AccountView';
import type { CommandError } from '../ipc/generated/CommandError';
import type { ImportReport } from '../ipc/generated/ImportReport';
import { asCommandError } from '../ipc/commands';
import type { Catalogue } from './catalogue.svelte';
import { base64Of } from './file';
import type { Till } from './till.svelte';

/** A catalogue of a million articles is about 60 MB. */
const MAX_FILE_BYTES = 128 * 1024 * 1024;

export type TestState = { state: 'running' } | { state: 'works' } | { state: 'fails'; error: CommandError };

export class Settings {
  accounts = $state.raw<AccountView[]>([]);
  tests = $state<Record<string, TestState>>({});
  addError = $state.raw<CommandError | null>(null);
  importing = $state(false);
  report = $state.raw<ImportReport | null>(null);
  importError = $state.raw<CommandError | null>(null);

  constructor(
    readonly till: Till,
    readonly catalogue: Catalogue,
  ) {}

  async open(): Promise<void> {
    this.accounts = await this.till.commands.accounts().catch(() => []);
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
  async add(account: NewAccount): Promise<boolean> {
    try {
      this.accounts = await this.till.commands.addAccount(account);
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
    this.importing = true;
    try {
      this.report = await this.till.commands.importCatalogue(file.name, await base64Of(file));
      await this.catalogue.start();
    } catch (thrown) {
      this.importError = asCommandError(thrown);
    } finally {
      this.importing = false;
    }
  }
}
