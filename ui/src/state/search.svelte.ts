import type { TillCommands } from '../ipc/commands';
import type { ItemView } from '../ipc/generated/ItemView';

const PAUSE_MS = 60;
/** What fits under the box without scrolling far. */
const MAX_HITS = 20;

/** Search by name while typing. Answers that come late are dropped. */
export class Search {
  hits = $state.raw<ItemView[]>([]);
  /** Whether the list is shown, also when it says that nothing was found. */
  open = $state(false);
  highlighted = $state(0);
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #found = '';

  constructor(readonly commands: TillCommands) {}

  look(text: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(text), PAUSE_MS);
  }

  /** The hit that Enter takes: the one with exactly this code, else the highlighted one. */
  async best(text: string): Promise<ItemView | null> {
    clearTimeout(this.#timer);
    if (this.#found !== text) await this.#ask(text);
    const exact = this.hits.find((hit) => hit.code.toLowerCase() === text.toLowerCase());
    return exact ?? this.hits[this.highlighted] ?? null;
  }

  move(step: 1 | -1): void {
    if (this.hits.length === 0) return;
    this.highlighted = (this.highlighted + step + this.hits.length) % this.hits.length;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.#found = '';
    this.hits = [];
    this.open = false;
    this.highlighted = 0;
  }

  async #ask(text: string): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const hits = await this.commands.search(text).catch(() => []);
    if (asked !== this.#asked) return;
    this.hits = hits.slice(0, MAX_HITS);
    this.#found = text;
    this.highlighted = 0;
    this.open = true;
  }
}
