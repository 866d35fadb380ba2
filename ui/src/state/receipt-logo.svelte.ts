import type { CommandError } from '../ipc/generated/CommandError';
import type { LogoView } from '../ipc/generated/LogoView';
import { asCommandError } from '../ipc/commands';
import { base64Of } from './file';
import { t } from '../text';
import type { People } from './people.svelte';
import type { Till } from './till.svelte';

/** What the other side looks at; a larger file need not travel there. */
const MAX_PICTURE_BYTES = 2 * 1024 * 1024;

/** The picture on top of receipts. */
export class ReceiptLogo {
  view = $state.raw<LogoView | null>(null);
  error = $state.raw<CommandError | null>(null);
  busy = $state(false);

  constructor(
    readonly till: Till,
    readonly people: People,
  ) {}

  async open(): Promise<void> {
    this.error = null;
    this.view = await this.till.commands.logo().catch(() => null);
  }

  choose(file: File): Promise<void> {
    if (file.size > MAX_PICTURE_BYTES) {
      this.#refuse({ code: 'logo_too_large', values: {}, incident: '', details: null });
      return Promise.resolve();
    }
    return this.#change(t('approval.set_logo'), async (token) => this.till.commands.setLogo(await base64Of(file), token));
  }

  remove(): Promise<void> {
    return this.#change(t('approval.remove_logo'), (token) => this.till.commands.removeLogo(token));
  }

  /** What is refused leaves the logo as it was. */
  async #change(reason: string, act: (token: string) => Promise<LogoView>): Promise<void> {
    if (this.busy) return;
    this.error = null;
    // Nothing is drawn while a manager is asked.
    const token = await this.people.askManager(reason);
    if (token === null) return;
    this.busy = true;
    try {
      this.view = await act(token);
    } catch (thrown) {
      this.#refuse(asCommandError(thrown));
    } finally {
      this.busy = false;
    }
  }

  #refuse(error: CommandError): void {
    this.error = error;
    this.till.sounds.play('refused');
  }
}
