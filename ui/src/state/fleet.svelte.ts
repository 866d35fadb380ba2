import type { FleetAccountView } from '../ipc/generated/FleetAccountView';
import type { FleetActRequest } from '../ipc/generated/FleetActRequest';
import type { FleetEndView } from '../ipc/generated/FleetEndView';
import type { FleetPageView } from '../ipc/generated/FleetPageView';
import type { FleetRegistration } from '../ipc/generated/FleetRegistration';
import type { FleetSearch } from '../ipc/generated/FleetSearch';
import type { FleetTerminalView } from '../ipc/generated/FleetTerminalView';
import { t, tWord } from '../text';
import type { People } from './people.svelte';
import type { Till } from './till.svelte';

/** What a text is looked for in. The payment system compares whole values. */
export const SEARCHED = ['tid', 'serial', 'reference', 'merchant'] as const;
export type Searched = (typeof SEARCHED)[number];
/** The acts on a terminal, one of which can be open at a time. */
export type FleetAct = 'allocate' | 'deallocate' | 'suspend' | 'reactivate' | 'decommission';

/** How the last act ended, and what it was. */
export interface FleetNews {
  act: FleetAct | 'register';
  /** The terminal as people call it. */
  terminal: string;
  ended: FleetEndView;
}

export function nameOf(terminal: FleetTerminalView): string {
  return terminal.tid ?? terminal.serial;
}

/** Why a terminal is suspended, in a person's words. */
export function reasonOf(word: string): string {
  return word === 'other' ? t('fleet.other_reason') : tWord('fleet_reason', word);
}

/** What can be done with a terminal as it stands. Where that is not told, everything may be asked for. */
export function actsFor({ state, merchant }: FleetTerminalView): FleetAct[] {
  switch (state) {
    case 'active': return ['suspend', 'deallocate', 'decommission'];
    case 'unallocated': return ['allocate', 'suspend', 'decommission'];
    case 'suspended': return merchant ? ['reactivate', 'deallocate', 'decommission'] : ['reactivate', 'allocate', 'decommission'];
    case 'unknown': return ['allocate', 'deallocate', 'suspend', 'reactivate', 'decommission'];
  }
}

/** The terminals of an account that lets them be managed. */
export class Fleet {
  accounts = $state.raw<FleetAccountView[] | null>(null);
  account = $state('');
  by = $state<Searched>('tid');
  text = $state('');
  model = $state('');
  page = $state.raw<FleetPageView | null>(null);
  /** Where the pages before this one began. */
  visited = $state<number[]>([]);
  chosen = $state<string | null>(null);
  act = $state<FleetAct | null>(null);
  registering = $state(false);
  news = $state.raw<FleetNews | null>(null);
  busy = $state(false);
  /** How many terminals the page brought; what was just done may stand above them. */
  #listed = 0;

  constructor(
    readonly till: Till,
    readonly people: People,
  ) {}

  current(): FleetAccountView | null {
    return this.accounts?.find(({ id }) => id === this.account) ?? null;
  }

  terminal(): FleetTerminalView | null {
    return this.page?.items.find(({ id }) => id === this.chosen) ?? null;
  }

  /** One terminal of each merchant on the page: a merchant's own name is a long code nobody types. */
  neighbours(of: FleetTerminalView | null): FleetTerminalView[] {
    const others = (this.page?.items ?? []).filter(({ merchant, id }) => merchant !== null && id !== of?.id);
    const first = others.filter(({ merchant }, at) => others.findIndex((other) => other.merchant === merchant) === at);
    return first.slice(0, 4);
  }

  async open(): Promise<void> {
    this.news = null;
    this.visited = [];
    await this.#work(async () => {
      this.accounts = await this.till.commands.fleetAccounts();
      if (!this.current()) this.account = this.accounts[0]?.id ?? '';
      await this.#load(0);
    });
  }

  async use(account: string): Promise<void> {
    this.account = account;
    this.#close();
    await this.find();
  }

  /** The first page of what is looked for. */
  find(): Promise<boolean> {
    this.visited = [];
    return this.#work(() => this.#load(0));
  }

  /** The same page as it is now. */
  again(): Promise<boolean> {
    return this.#work(() => this.#load(this.page?.offset ?? 0));
  }

  async forward(): Promise<void> {
    const { page } = this;
    if (!page?.has_more) return;
    if (await this.#work(() => this.#load(page.offset + this.#listed))) this.visited.push(page.offset);
  }

  async back(): Promise<void> {
    const before = this.visited.at(-1);
    if (before === undefined) return;
    if (await this.#work(() => this.#load(before))) this.visited.pop();
  }

  async showAll(): Promise<void> {
    this.text = '';
    this.model = '';
    await this.find();
  }

  choose(id: string): void {
    this.chosen = id;
    this.#close();
  }

  startRegistering(): void {
    this.chosen = null;
    this.#close();
    this.registering = true;
  }

  ask(act: FleetAct | null): void {
    this.act = act;
    this.news = null;
  }

  /** Answers whether the terminal is in the fleet now. Needs a manager's yes, as every act does. */
  async register(device: FleetRegistration): Promise<boolean> {
    const approval = await this.people.askManager(t('fleet.register_ask', { serial: device.serial }));
    if (approval === null) return false;
    const ended = await this.#effect('register', device.serial, () => this.till.commands.fleetRegister(this.account, device, approval));
    if (ended?.end !== 'done') return false;
    this.registering = false;
    this.chosen = ended.terminal?.id ?? null;
    return true;
  }

  async perform(request: FleetActRequest): Promise<void> {
    const terminal = this.terminal();
    const act = this.act;
    if (!terminal || !act) return;
    const approval = await this.people.askManager(t(`fleet_ask.${act}`, { terminal: nameOf(terminal) }));
    if (approval === null) return;
    const ended = await this.#effect(act, nameOf(terminal), () => this.till.commands.fleetAct(this.account, terminal.id, request, approval));
    if (ended && ended.end !== 'not_done') this.act = null;
    if (ended?.end === 'done' && ended.terminal === null) this.chosen = null;
  }

  /** Tells how an act ended, and shows the list as it is then. */
  async #effect(act: FleetNews['act'], name: string, call: () => Promise<FleetEndView>): Promise<FleetEndView | null> {
    this.news = null;
    let ended: FleetEndView | null = null;
    await this.#work(async () => {
      ended = await call();
      this.news = { act, terminal: ended.terminal ? nameOf(ended.terminal) : name, ended };
    });
    if (ended) await this.#refresh(ended);
    return ended;
  }

  async #refresh(ended: FleetEndView): Promise<void> {
    const { terminal } = ended;
    try {
      await this.#load(this.page?.offset ?? 0);
    } catch {
      // The news say what happened; a list that cannot be read now is read again by the next search.
    }
    // A search or another page may leave it out, but what was just done must be seen.
    if (terminal && this.page && !this.page.items.some(({ id }) => id === terminal.id)) {
      this.page = { ...this.page, items: [terminal, ...this.page.items] };
    }
  }

  async #load(offset: number): Promise<void> {
    if (this.account === '') return;
    const search: FleetSearch = { tid: '', serial: '', merchant: '', reference: '', model: this.model };
    search[this.by] = this.text.trim();
    this.page = await this.till.commands.fleet(this.account, search, offset);
    this.#listed = this.page.items.length;
  }

  #close(): void {
    this.act = null;
    this.registering = false;
    this.news = null;
  }

  async #work(work: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    const done = await this.till.attempt('dialog', work);
    this.busy = false;
    return done;
  }
}
