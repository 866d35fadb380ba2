import { getContext, setContext } from 'svelte';
import { tillCommands } from '../ipc/commands';
import type { Transport } from '../ipc/transport';
import { Backups } from './backups.svelte';
import { Basket } from './basket';
import { Catalogue } from './catalogue.svelte';
import { Entry } from './entry.svelte';
import { Fleet } from './fleet.svelte';
import { type KeyAct, type Pressed, actFor } from './keyboard';
import { ManagerArea } from './manager.svelte';
import { Orders, isOrderNumber } from './orders.svelte';
import { Pairing } from './pairing.svelte';
import { Payments } from './payments';
import { People } from './people.svelte';
import { ReceiptLogo } from './receipt-logo.svelte';
import { Refunds } from './refunds.svelte';
import { attachScanner, isTextField } from './scanner';
import { ScreenState } from './screen.svelte';
import { Settings } from './settings.svelte';
import { ShopSwitch } from './shop-switch.svelte';
import { Sounds } from './sounds.svelte';
import { Terminals } from './terminals.svelte';
import { Theme } from './theme.svelte';
import { Till } from './till.svelte';

/** A scanner that ends its code with two line ends must not start a payment with the second. */
const SECOND_ENTER_MS = 500;

/** So often at most. */
const TOUCH_EVERY_MS = 10_000;

const NO_MODIFIERS = (key: string): Pressed => ({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false });

/** Everything the till window consists of, joined; the only place where keys and scans meet what they do. */
export class App {
  readonly screen = new ScreenState();
  readonly sounds = new Sounds();
  readonly theme = new Theme();
  readonly till: Till;
  readonly entry: Entry;
  readonly basket: Basket;
  readonly payments: Payments;
  readonly catalogue: Catalogue;
  readonly terminals: Terminals;
  readonly pairing: Pairing;
  readonly orders: Orders;
  readonly fleet: Fleet;
  readonly manager: ManagerArea;
  readonly settings: Settings;
  readonly receiptLogo: ReceiptLogo;
  readonly shopSwitch: ShopSwitch;
  readonly people: People;
  readonly refunds: Refunds;
  readonly backups: Backups;
  #touchedAt = Number.NEGATIVE_INFINITY;

  constructor(transport: Transport, now?: () => number) {
    const commands = tillCommands(transport);
    this.till = new Till(commands, this.sounds, now);
    this.entry = new Entry(this.till);
    this.basket = new Basket(this.till, this.entry);
    this.payments = new Payments(this.till, this.entry);
    this.catalogue = new Catalogue(commands);
    this.terminals = new Terminals(this.till);
    this.pairing = new Pairing(this.till, () => this.#terminalsChanged());
    this.orders = new Orders(this.till);
    this.people = new People(this.till, () => {
      void this.catalogue.start();
      void this.manager.keys.warn();
    });
    this.backups = new Backups(this.till, this.people);
    this.receiptLogo = new ReceiptLogo(this.till, this.people);
    this.fleet = new Fleet(this.till, this.people);
    this.refunds = new Refunds(this.till, this.people, this.screen);
    this.manager = new ManagerArea(this.till, this.people);
    this.settings = new Settings(this.till, this.catalogue, this.people);
    this.shopSwitch = new ShopSwitch(this.till);
  }

  async start(): Promise<void> {
    await this.till.start();
    await this.catalogue.start();
    void this.manager.keys.warn();
  }

  /** The list of terminals, and the header, which shows the chosen one. */
  async #terminalsChanged(): Promise<void> {
    await this.terminals.open();
    await this.till.run('dialog', () => this.till.commands.open());
  }

  /** Listens to keys and scans of a window. Answers with the way to stop. */
  attach(target: Window): () => void {
    const stopScanner = attachScanner(target, {
      box: () => this.entry.element,
      boxText: () => this.entry.text,
      setBoxText: (text) => (this.entry.text = text),
      takesTyping: () => !this.#asking,
      scanned: (text, before) => this.#scanned(text, before),
      commandKey: (key) => actFor(NO_MODIFIERS(key), true) !== null,
      command: (key) => {
        const act = actFor(NO_MODIFIERS(key), true);
        if (act) this.act(act);
      },
    });
    const onKeydown = (event: KeyboardEvent) => {
      this.#touched();
      this.#key(event);
    };
    const onPointerdown = () => this.#touched();
    target.addEventListener('keydown', onKeydown);
    target.addEventListener('pointerdown', onPointerdown);
    return () => {
      stopScanner();
      target.removeEventListener('keydown', onKeydown);
      target.removeEventListener('pointerdown', onPointerdown);
    };
  }

  /** Something stands before the screen and has the keys: a question, the sign-in. */
  get #asking(): boolean {
    return this.screen.dialog !== null || this.people.question !== null || this.people.signingIn;
  }

  /** A till that locks itself is told now and then that somebody is there. */
  #touched(): void {
    const now = this.till.now();
    if (!this.till.view?.locks_itself || now - this.#touchedAt < TOUCH_EVERY_MS) return;
    this.#touchedAt = now;
    // A till that cannot hear it locks itself, which is what it is for.
    void this.till.commands.touch().catch(() => undefined);
  }

  #scanned(text: string, before: string): void {
    // Whatever is scanned before somebody signs in is nobody's article, and never a PIN.
    if (this.people.signingIn || this.people.question) return this.till.sounds.play('refused');
    if (this.screen.current === 'terminals' && this.screen.dialog === null) {
      this.entry.clear();
      void this.terminals.read(text);
      return;
    }
    const order = this.#receiptNumber(text);
    if (order !== null) {
      this.entry.clear();
      this.screen.go('orders');
      void this.orders.find(order);
      return;
    }
    this.screen.go('sale');
    void this.entry.scanned(text, before);
  }

  /** The order a scanned receipt belongs to; its bare number only where orders are looked at. */
  #receiptNumber(text: string): string | null {
    const prefix = this.till.view?.shop.receipt_prefix ?? '';
    const scanned = text.trim();
    if (prefix !== '' && scanned.startsWith(prefix) && isOrderNumber(scanned.slice(prefix.length))) return scanned.slice(prefix.length);
    return this.screen.current === 'orders' && isOrderNumber(scanned) ? scanned : null;
  }

  #key(event: KeyboardEvent): void {
    const inBox = event.target === this.entry.element;
    const editing = !inBox && isTextField(event.target);
    const act = actFor(event, this.entry.text === '');
    // A dialog and a text field have their own Enter, Escape and arrows; only the keys for screens go past them.
    if (act === null || this.#asking || (editing && !event.key.startsWith('F'))) return;
    const onControl = event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement;
    if (act === 'enter' && onControl) return;
    if (event.repeat && !['up', 'down', 'more', 'fewer'].includes(act)) return event.preventDefault();
    event.preventDefault();
    this.act(act);
  }

  /** What a key or its button does. */
  act(act: KeyAct): void {
    const onSale = this.screen.current === 'sale';
    switch (act) {
      case 'switch_person': return this.people.switchPerson();
      case 'help': return this.screen.ask('help');
      case 'terminals': return this.screen.go('terminals');
      case 'orders': return this.screen.go('orders');
      case 'manager': return this.screen.go('manager');
      case 'settings': return this.screen.go('settings');
      case 'back': return this.#back();
      case 'enter': return this.#enter();
      case 'recall': return onSale ? this.screen.ask('parked') : undefined;
    }
    if (onSale && this.till.ringing()) this.#onBasket(act);
  }

  #onBasket(act: Exclude<KeyAct, 'switch_person' | 'help' | 'terminals' | 'orders' | 'manager' | 'settings' | 'back' | 'enter' | 'recall'>): void {
    const empty = this.till.view?.sale.lines.length === 0;
    switch (act) {
      case 'up': case 'down': {
        const step = act === 'up' ? -1 : 1;
        if (this.entry.search.open) this.entry.search.move(step);
        else this.till.selectNext(step);
        return;
      }
      case 'more': return void this.basket.change(1);
      case 'fewer': return void this.basket.change(-1);
      case 'void': return void this.basket.voidLine();
      case 'park': return void this.basket.park();
      case 'discount': return empty ? undefined : this.screen.ask('discount');
      case 'clear_basket': return empty ? undefined : this.screen.ask('clear');
      case 'note': return void this.payments.note();
      case 'exact': return void this.payments.cash();
      case 'card': return void this.payments.card();
    }
  }

  /** Enter: what was typed, else the one primary act of the screen. */
  #enter(): void {
    if (this.entry.text.trim() !== '') {
      this.screen.go('sale');
      return void this.entry.submit();
    }
    const view = this.till.view;
    if (!view || this.screen.current !== 'sale' || this.till.waiting > 0) return;
    if (this.entry.justAdded(SECOND_ENTER_MS)) return;
    if (view.stage.stage === 'finished') return void this.payments.next();
    const payable = view.sale.lines.length > 0 && view.sale.pending_quantity === null;
    if (view.stage.stage === 'ringing' && payable) void this.payments.card();
  }

  /** Escape: one step back, never further, and never out of a payment without asking. */
  #back(): void {
    const view = this.till.view;
    if (this.screen.menu) this.screen.menu = false;
    else if (this.entry.text !== '' || this.entry.search.open) this.entry.clear();
    else if (this.till.trouble) this.till.dismissTrouble();
    else if (this.screen.current !== 'sale') this.screen.go('sale');
    else if (view?.sale.pending_quantity != null) void this.till.run('entry', () => this.till.commands.clearPending());
    else if (view?.stage.stage === 'paying' && view.stage.cancel === 'possible') this.screen.ask('cancel');
    else if (view?.stage.stage === 'finished') void this.payments.next();
  }
}

const KEY = Symbol('app');

export function provideApp(app: App): App {
  return setContext(KEY, app);
}

export function useApp(): App {
  return getContext<App>(KEY);
}
