/** Each sound has a visual twin: whoever shows it watches `last`. */
export type Sound = 'accepted' | 'refused' | 'paid';

const files = import.meta.glob<string>('@assets/sounds/*.wav', { eager: true, query: '?url', import: 'default' });
const STORED = 'tillbridge.volume';

export class Sounds {
  /** 0 (mute) to 100. */
  volume = $state(storedVolume());
  last = $state.raw<{ sound: Sound; count: number } | null>(null);
  #players = new Map<Sound, HTMLAudioElement>();

  play(sound: Sound): void {
    this.last = { sound, count: (this.last?.count ?? 0) + 1 };
    if (this.volume === 0) return;
    const player = this.#player(sound);
    if (!player) return;
    player.volume = this.volume / 100;
    player.currentTime = 0;
    // A machine without a sound card sells just as well.
    player.play()?.catch(() => undefined);
  }

  setVolume(volume: number): void {
    this.volume = Math.min(100, Math.max(0, Math.round(volume)));
    localStorage.setItem(STORED, String(this.volume));
  }

  #player(sound: Sound): HTMLAudioElement | undefined {
    const known = this.#players.get(sound);
    if (known) return known;
    const address = Object.entries(files).find(([path]) => path.endsWith(`/${sound}.wav`))?.[1];
    if (!address || typeof Audio === 'undefined') return undefined;
    const player = new Audio(address);
    player.preload = 'auto';
    this.#players.set(sound, player);
    return player;
  }
}

function storedVolume(): number {
  const stored = Number(localStorage.getItem(STORED) ?? '60');
  return Number.isFinite(stored) ? Math.min(100, Math.max(0, stored)) : 60;
}
