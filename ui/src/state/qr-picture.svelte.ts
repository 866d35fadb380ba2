import { asCommandError } from '../ipc/commands';
import type { CommandError } from '../ipc/generated/CommandError';
import type { TerminalIdentityView } from '../ipc/generated/TerminalIdentityView';
import type { Till } from './till.svelte';
import { base64Of } from './file';

/** What the other side looks at; a larger file need not travel there. */
const MAX_PICTURE_BYTES = 12 * 1024 * 1024;
/** Between two looks of the camera. */
const LOOK_MS = 300;
/** A camera nobody holds anything in front of is switched off after so many looks: about two minutes. */
const MAX_LOOKS = 240;
/** A frame is sent no wider than this: a symbol a hand's breadth away has dots enough. */
const FRAME_WIDTH = 1024;

/** Why there is no picture; the sentences are under `qr.note.<note>`. */
export type QrNote = 'no_code' | 'no_picture' | 'no_camera' | 'camera_refused' | 'camera_in_use' | 'camera_off';

/** What a camera is to this program: a stream that starts, and pictures of it. */
export interface Camera {
  start(): Promise<MediaStream>;
  frame(video: HTMLVideoElement): Promise<Blob | null>;
}

/** The terminal's QR code in a picture: a file, a pasted image, what a camera sees. */
export class QrPicture {
  error = $state.raw<CommandError | null>(null);
  note = $state<QrNote | null>(null);
  busy = $state(false);
  stream = $state.raw<MediaStream | null>(null);
  #timer: ReturnType<typeof setTimeout> | null = null;
  #wanted = false;

  constructor(
    readonly till: Till,
    readonly found: (identity: TerminalIdentityView) => void,
    readonly camera: Camera = systemCamera,
  ) {}

  /** A file or an image somebody handed over. */
  async read(picture: Blob): Promise<void> {
    if (this.busy) return;
    this.close();
    if (picture.size > MAX_PICTURE_BYTES) {
      this.#refuse({ code: 'picture_too_large', values: {}, incident: '', details: null });
      return;
    }
    this.busy = true;
    try {
      const identity = await this.till.commands.readTerminalPicture(await base64Of(picture));
      if (identity) this.found(identity);
      else this.#say('no_code');
    } catch (thrown) {
      this.#refuse(asCommandError(thrown));
    } finally {
      this.busy = false;
    }
  }

  /** Something was pasted. Answers whether it may be a picture; text is the text field's. */
  paste(data: DataTransfer | null): boolean {
    // WebKitGTK hands no picture over with the event, but gives it to whoever asks during it.
    if (data?.items.length === 0 && data.files.length === 0) {
      void this.pasteNow();
      return true;
    }
    const items = Array.from(data?.items ?? []);
    const item = items.find(({ kind, type }) => kind === 'file' && type.startsWith('image/'));
    const picture = item?.getAsFile() ?? Array.from(data?.files ?? []).find(({ type }) => type.startsWith('image/'));
    if (picture) void this.read(picture);
    return picture !== undefined && picture !== null;
  }

  /** The button for those without a keyboard. */
  async pasteNow(): Promise<void> {
    this.close();
    try {
      for (const item of await navigator.clipboard.read()) {
        const type = item.types.find((of) => of.startsWith('image/'));
        if (type) return await this.read(await item.getType(type));
      }
    } catch {
      // Nothing there, or nothing this window is given: the sentence says what works instead.
    }
    this.#say('no_picture');
  }

  async open(): Promise<void> {
    this.close();
    this.#wanted = true;
    try {
      const stream = await this.camera.start();
      // Somebody went elsewhere while the system asked for permission.
      if (this.#wanted) this.stream = stream;
      else stop(stream);
    } catch (thrown) {
      this.#wanted = false;
      this.#say(whyNot(thrown));
    }
  }

  /** The camera's picture is on the screen: looks at it until there is a terminal in it. */
  watch(video: HTMLVideoElement): () => void {
    let looks = 0;
    const next = () => (this.#timer = setTimeout(() => void look(), LOOK_MS));
    const look = async () => {
      const stream = this.stream;
      if (!stream) return;
      looks += 1;
      if (looks > MAX_LOOKS) {
        this.close();
        return this.#say('camera_off');
      }
      try {
        const frame = await this.camera.frame(video);
        const identity = frame && (await this.till.commands.readTerminalPicture(await base64Of(frame)));
        if (this.stream !== stream) return;
        if (identity) {
          this.close();
          return this.found(identity);
        }
      } catch (thrown) {
        // Another code came into view: it is said, and the camera looks on.
        if (this.stream === stream) this.error = asCommandError(thrown);
      }
      if (this.stream === stream) next();
    };
    next();
    return () => this.#stopLooking();
  }

  /** Forgets what was said and switches the camera off. */
  close(): void {
    this.#wanted = false;
    this.error = null;
    this.note = null;
    this.#stopLooking();
    if (this.stream) stop(this.stream);
    this.stream = null;
  }

  #stopLooking(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #say(note: QrNote): void {
    this.note = note;
    this.till.sounds.play('refused');
  }

  #refuse(error: CommandError): void {
    this.error = error;
    this.till.sounds.play('refused');
  }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function whyNot(thrown: unknown): QrNote {
  const name = thrown instanceof Error || thrown instanceof DOMException ? thrown.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'camera_refused';
  return name === 'NotReadableError' || name === 'AbortError' ? 'camera_in_use' : 'no_camera';
}

/** The camera of this machine. Frames go to the same reader as files do: one decoder, one set of limits. */
const systemCamera: Camera = {
  async start() {
    // Where the system's web view has no cameras there is no such thing, whatever the types say.
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    if (!devices?.getUserMedia) throw new Error('no camera');
    return devices.getUserMedia({ audio: false, video: { facingMode: 'environment', width: { ideal: 1280 } } });
  },
  frame(video) {
    if (video.videoWidth === 0) return Promise.resolve(null);
    const scale = Math.min(1, FRAME_WIDTH / video.videoWidth);
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
  },
};
