import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { attachScanner, BURST_GAP_MS, WedgeDetector } from '../src/state/scanner';

const CODE = '8712345678906';

/** Sends keys as a scanner does: `gap` milliseconds apart, whatever the clock on the wall says. */
function keys(target: EventTarget, text: string, gap: number, end = 'Enter', startAt = 1000): KeyboardEvent[] {
  return [...text, end].map((key, index) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ctrlKey: key < ' ' });
    Object.defineProperty(event, 'timeStamp', { value: startAt + index * gap });
    target.dispatchEvent(event);
    return event;
  });
}

describe('the burst detector', () => {
  const feed = (text: string, gap: number) => {
    const detector = new WedgeDetector();
    [...text].forEach((character, index) => detector.push(character, index * gap));
    return detector.finish(text.length * gap);
  };

  it.each([0, 1, 5, 20, BURST_GAP_MS - 1])('takes keys %i ms apart for a scan and loses none', (gap) => {
    expect(feed(CODE, gap)).toBe(CODE);
  });
  it.each([BURST_GAP_MS, 80, 400])('takes keys %i ms apart for typing', (gap) => {
    expect(feed(CODE, gap)).toBeNull();
  });
  it('does not take two quick keys for a scan', () => {
    expect(feed('12', 1)).toBeNull();
  });
  it('drops control characters, however they arrive', () => {
    expect(feed('\u001d01\u0000871\u007f2', 1)).toBe('018712');
  });
  it('keeps only the burst when typing came before it', () => {
    const detector = new WedgeDetector();
    detector.push('3', 0);
    [...CODE].forEach((character, index) => detector.push(character, 500 + index));
    expect(detector.finish(500 + CODE.length)).toBe(CODE);
  });
  it('does not take a hand that pauses before Enter for a scanner', () => {
    const detector = new WedgeDetector();
    [...CODE].forEach((character, index) => detector.push(character, index));
    expect(detector.finish(500)).toBeNull();
  });
  it('stops remembering a text without end', () => {
    expect(feed('7'.repeat(5000), 1)?.length).toBe(1024);
  });
});

describe('the scanner in the window', () => {
  let box: HTMLInputElement;
  let other: HTMLInputElement;
  let button: HTMLButtonElement;
  let scans: { text: string; before: string }[];
  let takesTyping: boolean;
  let commands: string[];
  let stop: () => void;

  beforeEach(() => {
    document.body.innerHTML = '<input id="box"><input id="other"><button id="button"></button>';
    box = document.querySelector('#box')!;
    other = document.querySelector('#other')!;
    button = document.querySelector('#button')!;
    scans = [];
    takesTyping = true;
    commands = [];
    vi.useFakeTimers();
    stop = attachScanner(window, {
      box: () => box,
      boxText: () => box.value,
      setBoxText: (text) => (box.value = text),
      takesTyping: () => takesTyping,
      commandKey: (character) => character === '+',
      command: (character) => commands.push(character),
      scanned: (text, before) => scans.push({ text, before }),
    });
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  it('hears a scan with the focus nowhere, on a button and in the box', () => {
    for (const target of [document.body, button, box]) keys(target, CODE, 1);
    expect(scans.map(({ text }) => text)).toEqual([CODE, CODE, CODE]);
  });
  it('hears a scan that ends with Tab', () => {
    keys(document.body, CODE, 2, 'Tab');
    expect(scans).toHaveLength(1);
  });
  it('leaves a text field alone that is being edited', () => {
    const events = keys(other, CODE, 1);
    expect(scans).toHaveLength(0);
    expect(events.some((event) => event.defaultPrevented)).toBe(false);
  });
  it('keeps the end of a scan from pressing the focused button', () => {
    expect(keys(button, CODE, 1).at(-1)?.defaultPrevented).toBe(true);
  });
  it('gives the box back what stood in it before', () => {
    box.value = '3*';
    keys(document.body, CODE, 1);
    expect(box.value).toBe('3*');
    expect(scans[0]?.before).toBe('3*');
  });
  it('puts digits typed with the focus nowhere into the box', () => {
    keys(document.body, '42', 200, 'Shift');
    expect(box.value).toBe('42');
    expect(document.activeElement).toBe(box);
  });
  it('types nothing while a question stands before the screen, but still hears scans', () => {
    takesTyping = false;
    keys(document.body, '42', 200, 'Shift', 1000);
    expect(box.value).toBe('');
    keys(document.body, CODE, 1, 'Enter', 9000);
    expect(scans).toHaveLength(1);
  });
  it('keeps the separators of a GS1 code from acting as shortcuts', () => {
    const events = keys(document.body, `0108712345678906\u001d10AB`, 1);
    expect(events.every((event) => event.defaultPrevented)).toBe(true);
    expect(scans[0]?.text).toBe('010871234567890610AB');
  });
  it('hears two scans that follow at once as two', () => {
    keys(document.body, CODE, 1, 'Enter', 1000);
    keys(document.body, '5449000000996', 1, 'Enter', 1014);
    expect(scans.map(({ text }) => text)).toEqual([CODE, '5449000000996']);
  });
  it('does what a command key says when nothing follows it', () => {
    keys(box, '+', 1, 'Shift');
    expect(commands).toEqual([]);
    vi.advanceTimersByTime(BURST_GAP_MS);
    expect(commands).toEqual(['+']);
    expect(box.value).toBe('');
  });
  it('takes a barcode that begins with a command key for a barcode', () => {
    for (const target of [document.body, box]) {
      box.value = '';
      keys(target, '+A123BJC5D6E71', 1);
      vi.advanceTimersByTime(1000);
    }
    expect(scans.map(({ text }) => text)).toEqual(['+A123BJC5D6E71', '+A123BJC5D6E71']);
    expect(commands).toEqual([]);
  });
  it('takes a key held down for a hand', () => {
    for (let at = 0; at < 10; at += 1) {
      const event = new KeyboardEvent('keydown', { key: '+', bubbles: true, cancelable: true, repeat: true });
      Object.defineProperty(event, 'timeStamp', { value: at * 30 });
      box.dispatchEvent(event);
    }
    expect(commands).toHaveLength(10);
    keys(box, '', 1);
    expect(scans).toEqual([]);
  });
});
