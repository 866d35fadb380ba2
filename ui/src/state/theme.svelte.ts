export type ThemeChoice = 'system' | 'light' | 'dark';
export const THEMES: readonly ThemeChoice[] = ['system', 'light', 'dark'];

const STORED = 'tillbridge.theme';

/** Resolves the choice to light or dark in one place, so the dark values stand once in the style sheet. */
export class Theme {
  choice = $state<ThemeChoice>('system');
  #dark = window.matchMedia('(prefers-color-scheme: dark)');

  constructor() {
    const stored = localStorage.getItem(STORED);
    if (THEMES.includes(stored as ThemeChoice)) this.choice = stored as ThemeChoice;
    this.#dark.addEventListener('change', () => this.#apply());
    this.#apply();
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    localStorage.setItem(STORED, choice);
    this.#apply();
  }

  #apply(): void {
    const dark = this.choice === 'dark' || (this.choice === 'system' && this.#dark.matches);
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  }
}
