import type { TillCommands } from '../ipc/commands';
import type { CategoryView } from '../ipc/generated/CategoryView';
import type { ItemView } from '../ipc/generated/ItemView';

/** Nobody scrolls further; beyond it one searches. */
export const MAX_TILES = 600;

/** Categories and the tiles of the chosen one, fetched page by page as they come into view. */
export class Catalogue {
  categories = $state.raw<CategoryView[]>([]);
  /** The name of the chosen category; the empty text is the favourites. */
  chosen = $state('');
  items = $state.raw<ItemView[]>([]);
  /** Whether all tiles of the category are here. */
  complete = $state(false);
  #loading = false;
  #generation = 0;

  constructor(readonly commands: TillCommands) {}

  async start(): Promise<void> {
    this.categories = await this.commands.categories().catch(() => []);
    await this.choose(this.chosen);
  }

  async choose(category: string): Promise<void> {
    this.#generation += 1;
    this.chosen = category;
    this.complete = false;
    this.#loading = false;
    await this.#load(0);
  }

  async more(): Promise<void> {
    if (!this.complete && this.items.length < MAX_TILES) await this.#load(this.items.length);
  }

  /** The tab after or before the chosen one. */
  next(step: 1 | -1): string {
    const names = ['', ...this.categories.map(({ name }) => name)];
    return names[(names.indexOf(this.chosen) + step + names.length) % names.length] ?? '';
  }

  async #load(offset: number): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    const generation = this.#generation;
    const page = await this.commands.items(this.chosen, offset).catch(() => []);
    if (generation !== this.#generation) return;
    this.#loading = false;
    const known = new Set(offset === 0 ? [] : this.items.map(({ code }) => code));
    const fresh = page.filter(({ code }) => !known.has(code));
    this.items = offset === 0 ? fresh : [...this.items, ...fresh].slice(0, MAX_TILES);
    this.complete = fresh.length === 0 || this.items.length >= MAX_TILES;
  }
}
