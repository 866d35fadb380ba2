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
  /** A whole scan, with what stood in the box before it. */
  scanned(text: string, before: string): void;
}

/** Listens to the whole window. Answers with the way to stop. */
export function attachScanner(target: Window, host: ScanHost): () => void {
  const detector = new WedgeDetector();
  let before = '';

  function onKeydown(event: KeyboardEvent): void {
    const box = host.box();
    const inBox = event.target === box && box !== null;
    if (event.isComposing || (!inBox && isTextField(event.target))) return detector.reset();
    const at = event.timeStamp;
    if (event.key === 'Enter' || event.key === 'Tab') {
      const text = detector.finish(at);
      if (text === null) return;
      swallow(event);
      host.setBoxText(before);
      host.scanned(text, before);
      return;
    }
    if (isShortcut(event)) {
      // Scanners send the separators of GS1 codes as Ctrl with a letter; the browser must not act on them.
      if (!detector.startsAt(at)) {
        swallow(event);
        detector.push('\u0000', at);
      }
      return;
    }
    if (event.key.length !== 1) return;
    const first = detector.startsAt(at);
    if (first) before = host.boxText();
    detector.push(event.key, at);
    if (inBox || !host.takesTyping()) return;
    // A space on a focused button presses it, unless it comes in the middle of a scan.
    if (first && event.key === ' ') return detector.reset();
    if (first && isCommandKey(event.key) && host.boxText() === '') return;
    swallow(event);
    host.setBoxText(host.boxText() + event.key);
    box?.focus();
  }

  function onKeyup(event: KeyboardEvent): void {
    // Buttons react when the space bar is let go.
    if (event.key === ' ' && detector.fast && !isTextField(event.target)) event.preventDefault();
  }

  target.addEventListener('keydown', onKeydown, { capture: true });
  target.addEventListener('keyup', onKeyup, { capture: true });
  return () => {
    target.removeEventListener('keydown', onKeydown, { capture: true });
    target.removeEventListener('keyup', onKeyup, { capture: true });
  };
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

/** Keys that act on an empty box; the keyboard's own table says what they do. */
function isCommandKey(key: string): boolean {
  return ['+', '-', '−', '?'].includes(key);
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
