import { describe, expect, it, vi } from 'vitest';
import type { FakeShop } from '../demo/fake-screens';
import { type Camera, QrPicture } from '../src/state/qr-picture.svelte';
import { openApp, openWindow, settle } from './harness';

/** The pretended other side reads the bytes of these as what they are called. */
const picture = (content: string, type = 'image/png') => new File([content], 'code', { type });

async function openTerminals(prepare?: (fake: FakeShop) => void) {
  const till = await openWindow(prepare);
  await till.key('F9');
  till.fake.calls.length = 0;
  return till;
}

/** A camera that sees one thing after the other. */
async function withCamera(frames: (Blob | null)[], start?: () => Promise<MediaStream>) {
  const { app, fake } = await openApp();
  const stopped = vi.fn();
  const stream = { getTracks: () => [{ stop: stopped }] } as unknown as MediaStream;
  const camera: Camera = {
    start: start ?? (() => Promise.resolve(stream)),
    frame: () => Promise.resolve(frames.shift() ?? null),
  };
  const found = vi.fn();
  const qr = new QrPicture(app.till, found, camera);
  return { qr, fake, found, stopped };
}

describe('the terminal in a picture', () => {
  it('is proposed as one that was scanned, and kept only when it is saved', async () => {
    const till = await openTerminals();
    await till.app.qrPicture.read(picture('terminal'));
    await settle();
    expect(till.sent()).toEqual(['read_terminal_picture']);
    expect(till.get('candidate-summary').textContent).toContain('PL0919CQ00777');
  });
  it('is looked for in vain in words that say what to do', async () => {
    const till = await openTerminals();
    await till.app.qrPicture.read(picture('nothing'));
    await settle();
    expect(till.get('qr-note').textContent).toContain('No QR code can be read');
    await till.app.qrPicture.read(picture('manual'));
    await settle();
    expect(till.get('qr-trouble').textContent).toContain('does not name a terminal');
    expect(till.find('qr-note')).toBeNull();
  });
  it('is not sent to the other side when the file is too large', async () => {
    const till = await openTerminals();
    await till.app.qrPicture.read(picture('x'.repeat(12 * 1024 * 1024 + 1)));
    await settle();
    expect(till.sent()).toEqual([]);
    expect(till.get('qr-trouble').textContent).toContain('too large');
  });
  it('can be pasted; pasted text stays the text field’s', async () => {
    const till = await openTerminals();
    const pasted = (files: File[]) => {
      const event = new Event('paste', { bubbles: true, cancelable: true });
      Object.assign(event, { clipboardData: { items: [], files } });
      document.body.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(pasted([picture('text', 'text/plain')])).toBe(false);
    expect(till.sent()).toEqual([]);
    expect(pasted([picture('terminal')])).toBe(true);
    await vi.waitFor(() => expect(till.find('candidate-summary')).not.toBeNull());
  });
  it('cannot be filmed where there is no camera, which is said when the button is pressed', async () => {
    const till = await openTerminals();
    await till.press('qr-camera');
    expect(till.get('qr-note').dataset.note).toBe('no_camera');
    await till.press('qr-paste');
    expect(till.get('qr-note').dataset.note).toBe('no_picture');
  });
});

describe('where pasting hands no picture over', () => {
  it('asks for what is on the clipboard, and says so when that is no picture', async () => {
    const till = await openTerminals();
    const item = { types: ['text/html', 'image/png'], getType: () => Promise.resolve(picture('terminal')) };
    const read = vi.fn().mockResolvedValueOnce([]).mockResolvedValue([item]);
    vi.stubGlobal('navigator', { clipboard: { read } });
    const paste = () => {
      const event = new Event('paste', { bubbles: true });
      document.body.dispatchEvent(Object.assign(event, { clipboardData: { items: [], files: [] } }));
    };
    paste();
    await settle();
    expect(till.get('qr-note').dataset.note).toBe('no_picture');
    paste();
    await vi.waitFor(() => expect(till.find('candidate-summary')).not.toBeNull());
    vi.unstubAllGlobals();
  });
});

describe('the camera', () => {
  it('looks until it sees a terminal, then it is switched off', async () => {
    const { qr, fake, found, stopped } = await withCamera([null, picture('nothing'), picture('manual'), picture('terminal')]);
    await qr.open();
    qr.watch(document.createElement('video'));
    await vi.waitFor(() => expect(qr.error?.code).toBe('unknown_terminal_text'), 5000);
    expect(found).not.toHaveBeenCalled();
    await vi.waitFor(() => expect(found).toHaveBeenCalledOnce(), 5000);
    expect(fake.calls.length).toBe(3);
    expect(stopped).toHaveBeenCalledOnce();
    expect(qr.stream).toBeNull();
    expect(qr.error).toBeNull();
  });
  it('is switched off when it sees nothing for two minutes', async () => {
    const { qr, stopped } = await withCamera([]);
    vi.useFakeTimers();
    await qr.open();
    qr.watch(document.createElement('video'));
    await vi.advanceTimersByTimeAsync(100_000);
    vi.useRealTimers();
    expect(qr.note).toBe('camera_off');
    expect(stopped).toHaveBeenCalledOnce();
  });
  it('is let go when somebody leaves before the system has answered', async () => {
    let answer: (stream: MediaStream) => void = () => undefined;
    const { qr, stopped } = await withCamera([], () => new Promise((resolve) => (answer = resolve)));
    const opening = qr.open();
    qr.close();
    answer({ getTracks: () => [{ stop: stopped }] } as unknown as MediaStream);
    await opening;
    expect(stopped).toHaveBeenCalledOnce();
    expect(qr.stream).toBeNull();
  });
  it.each([
    ['NotAllowedError', 'camera_refused'],
    ['NotFoundError', 'no_camera'],
    ['NotReadableError', 'camera_in_use'],
  ])('says why it shows nothing: %s', async (name, note) => {
    const refused = () => Promise.reject(new DOMException('', name));
    const { qr } = await withCamera([], refused);
    await qr.open();
    expect(qr.note).toBe(note);
  });
});
