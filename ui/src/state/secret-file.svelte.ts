import { asCommandError } from '../ipc/commands';
import type { CommandError } from '../ipc/generated/CommandError';
import type { SecretFileView } from '../ipc/generated/SecretFileView';
import type { TillView } from '../ipc/generated/TillView';
import { t } from '../text';
import type { People } from './people.svelte';
import type { Till } from './till.svelte';

/** A new passphrase has at least so many characters. */
export const MIN_PASSPHRASE = 10;

/** The file for keys where there is no keychain. Passphrases pass through and are kept nowhere. */
export class SecretFile {
  view = $state.raw<SecretFileView | null>(null);
  error = $state.raw<CommandError | null>(null);
  busy = $state(false);

  constructor(
    readonly till: Till,
    readonly people: People,
  ) {}

  async open(): Promise<void> {
    this.error = null;
    this.view = await this.till.commands.secretFile().catch(() => this.view);
  }

  unlock(passphrase: string): Promise<boolean> {
    return this.#change(() => this.till.commands.unlockSecretFile(passphrase));
  }

  make(passphrase: string): Promise<boolean> {
    return this.#change(() => this.#approved(t('approval.make_secret_file'), (token) => this.till.commands.makeSecretFile(passphrase, token)));
  }

  changePassphrase(old: string, passphrase: string): Promise<boolean> {
    return this.#change(() =>
      this.#approved(t('approval.change_passphrase'), (token) => this.till.commands.changePassphrase(old, passphrase, token)));
  }

  async #approved(reason: string, act: (token: string) => Promise<TillView>): Promise<TillView | null> {
    const token = await this.people.askManager(reason);
    return token === null ? null : act(token);
  }

  /** Answers whether it was done; nobody's approval is no error. */
  async #change(act: () => Promise<TillView | null>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = null;
    try {
      const view = await act();
      if (view) this.till.accept(view);
      await this.open();
      return view !== null;
    } catch (thrown) {
      this.error = asCommandError(thrown);
      this.till.sounds.play('refused');
      return false;
    } finally {
      this.busy = false;
    }
  }
}
