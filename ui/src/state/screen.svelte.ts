export type Screen = 'sale' | 'terminals' | 'orders' | 'refund' | 'manager' | 'settings';
export type Dialog = 'help' | 'discount' | 'parked' | 'clear' | 'cancel' | 'refund' | 'journal' | 'unlock';

/** Which screen is shown and which question stands before it. */
export class ScreenState {
  current = $state<Screen>('sale');
  dialog = $state<Dialog | null>(null);
  menu = $state(false);

  go(screen: Screen): void {
    this.current = screen;
    this.dialog = null;
    this.menu = false;
  }

  ask(dialog: Dialog): void {
    this.menu = false;
    this.dialog = dialog;
  }

  close(): void {
    this.dialog = null;
  }
}
