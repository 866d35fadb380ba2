import type { NewShop } from '../ipc/commands';
import type { CommandError } from '../ipc/generated/CommandError';
import type { ShopSwitchView } from '../ipc/generated/ShopSwitchView';
import { asCommandError } from '../ipc/commands';
import type { Till } from './till.svelte';

/** Changing over between practising and selling: the program starts anew on the other data. */
export class ShopSwitch {
  view = $state.raw<ShopSwitchView | null>(null);
  error = $state.raw<CommandError | null>(null);
  busy = $state(false);

  constructor(readonly till: Till) {}

  async open(): Promise<void> {
    this.view = await this.till.commands.shopSwitch().catch(() => null);
  }

  openOwnShop(shop: NewShop = { name: '', currency: '', manager: null, pin: null, passphrase: null }): Promise<void> {
    return this.change(() => this.till.commands.openOwnShop(shop));
  }

  practise(): Promise<void> {
    return this.change(() => this.till.commands.practise());
  }

  /** Stays busy on success: the window is about to close. */
  private async change(act: () => Promise<null>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      await act();
    } catch (thrown) {
      this.error = asCommandError(thrown);
      this.busy = false;
      this.till.sounds.play('refused');
    }
  }
}
