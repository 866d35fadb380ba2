/** A hand cannot type this fast; a scanner is never this slow. */
export const BURST_GAP_MS = 35;
/** Two characters close together happen by hand: a rolled pair of keys. */
export const BURST_MIN_CHARS = 3;
/** Longer than any barcode or terminal QR text. */
export const BURST_MAX_CHARS = 1024;

/** Tells a scanner's burst of keys from typing, by the times between them. */
export class WedgeDetector {
  #text = '';
  #count = 0;
  #last = Number.NEGATIVE_INFINITY;

  /** Whether the character that comes now would begin a new burst. */
  startsAt(at: number): boolean {
    return this.#count === 0 || at - this.#last >= BURST_GAP_MS;
  }

  /** Whether what has been seen so far is too fast for a hand. */
  get fast(): boolean {
    return this.#count >= BURST_MIN_CHARS;
  }

  /** A character. Control characters keep the burst alive but are dropped. */
  push(character: string, at: number): void {
    if (this.startsAt(at)) this.reset();
    this.#last = at;
    if (isControl(character)) return;
    this.#count += 1;
    if (this.#text.length < BURST_MAX_CHARS) this.#text += character;
  }

  /** The end key. The scanned text, or `null` when it was typing. */
  finish(at: number): string | null {
    const scanned = this.fast && at - this.#last < BURST_GAP_MS;
    const text = this.#text;
    this.reset();
    return scanned ? text : null;
  }

  reset(): void {
    this.#text = '';
    this.#count = 0;
    this.#last = Number.NEGATIVE_INFINITY;
  }
}

function isControl(character: string): boolean {
  return character.length !== 1 || /[\u0000-\u001f\u007f-\u009f]/.test(character);
}

/** Where the keys of a scanner go. */
export interface ScanHost {
  /** The one input box. */
  box(): HTMLInputElement | null;
  /** What it holds now. */
  boxText(): string;
  setBoxText(text: string): void;
  /** Whether stray characters belong into the box now. */
  takesTyping(): boolean;
  /** Whether this character, alone on an empty box, is a command: `+`. */
  commandKey(character: string): boolean;
  command(character: string): void;
  /** A whole scan, with what stood in the box before it. */
  scanned(text: string, before: string): void;
}

/** Listens to the whole window. Answers with the way to stop. */
export function attachScanner(target: Window, host: ScanHost): () => void {
  const ears = new Ears(host);
  const onKeydown = (event: KeyboardEvent) => ears.down(event);
  const onKeyup = (event: KeyboardEvent) => ears.up(event);
  target.addEventListener('keydown', onKeydown, { capture: true });
  target.addEventListener('keyup', onKeyup, { capture: true });
  return () => {
    target.removeEventListener('keydown', onKeydown, { capture: true });
    target.removeEventListener('keyup', onKeyup, { capture: true });
  };
}

class Ears {
  readonly #detector = new WedgeDetector();
  #before = '';
  /** A command key that waits a moment: some barcodes begin with `+`, and a scan must not change a quantity. */
  #held: { character: string; timer: ReturnType<typeof setTimeout> } | null = null;

  constructor(readonly host: ScanHost) {}

  down(event: KeyboardEvent): void {
    const inBox = event.target === this.host.box();
    if (event.isComposing || (!inBox && isTextField(event.target))) return this.#detector.reset();
    if (event.key === 'Enter' || event.key === 'Tab') return this.#end(event);
    if (isShortcut(event)) return this.#shortcut(event);
    if (event.key.length !== 1) return;
    if (event.repeat) return this.#repeated(event);
    this.#character(event, inBox);
  }

  up(event: KeyboardEvent): void {
    // Buttons react when the space bar is let go.
    if (event.key === ' ' && this.#detector.fast && !isTextField(event.target)) event.preventDefault();
  }

  #end(event: KeyboardEvent): void {
    const text = this.#detector.finish(event.timeStamp);
    if (text === null) return;
    this.#release();
    swallow(event);
    this.host.setBoxText(this.#before);
    this.host.scanned(text, this.#before);
  }

  /** Scanners send the separators of GS1 codes as Ctrl with a letter; the browser must not act on them. */
  #shortcut(event: KeyboardEvent): void {
    if (this.#detector.startsAt(event.timeStamp)) return;
    swallow(event);
    this.#detector.push('\u0000', event.timeStamp);
  }

  /** A key held down is a hand, whatever its pace. */
  #repeated(event: KeyboardEvent): void {
    this.#detector.reset();
    if (!this.#isCommand(event.key)) return;
    swallow(event);
    this.host.command(event.key);
  }

  #character(event: KeyboardEvent, inBox: boolean): void {
    const { host } = this;
    const first = this.#detector.startsAt(event.timeStamp);
    if (first) this.#before = host.boxText();
    this.#detector.push(event.key, event.timeStamp);
    if (!host.takesTyping()) return;
    if (first && this.#isCommand(event.key)) {
      swallow(event);
      return this.#hold(event.key);
    }
    const held = first ? '' : this.#release();
    if (inBox && held === '') return;
    // A space on a focused button presses it, unless it comes in the middle of a scan.
    if (first && event.key === ' ') return this.#detector.reset();
    swallow(event);
    host.setBoxText(host.boxText() + held + event.key);
    host.box()?.focus();
  }

  #isCommand(character: string): boolean {
    return this.host.takesTyping() && this.host.boxText() === '' && this.host.commandKey(character);
  }

  #hold(character: string): void {
    const earlier = this.#release();
    if (earlier !== '') this.host.command(earlier);
    const timer = setTimeout(() => {
      this.#held = null;
      this.host.command(character);
    }, BURST_GAP_MS);
    this.#held = { character, timer };
  }

  /** Lets go of a waiting command without doing it. */
  #release(): string {
    const held = this.#held;
    this.#held = null;
    if (held) clearTimeout(held.timer);
    return held?.character ?? '';
  }
}

/** Whether a text is being edited in this element. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['button', 'checkbox', 'radio', 'range', 'file'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

function isShortcut(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState('AltGraph');
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
