import { asCommandError } from '../ipc/commands';
import type { CommandError } from '../ipc/generated/CommandError';
import type { DeviceReportView } from '../ipc/generated/DeviceReportView';
import type { PairedDeviceView } from '../ipc/generated/PairedDeviceView';
import type { PairingAccountView } from '../ipc/generated/PairingAccountView';
import { t } from '../text';
import type { People } from './people.svelte';
import type { Till } from './till.svelte';

/** A code is valid for five minutes after the device has shown it. */
export const CODE_SECONDS = 300;
/** Between two looks at a device that has not confirmed yet. */
const LOOK_MS = 1500;

/** Devices that are joined to an account by the code they show. */
export class Pairing {
  accounts = $state.raw<PairingAccountView[]>([]);
  devices = $state.raw<PairedDeviceView[]>([]);
  /** How each device is, by its key; as long as it has not answered there is none. */
  reports = $state<Record<string, DeviceReportView>>({});
  code = $state('');
  name = $state('');
  /** The device that is being joined. */
  joining = $state.raw<PairedDeviceView | null>(null);
  /** Seconds until its code is over. */
  left = $state(CODE_SECONDS);
  trouble = $state.raw<CommandError | null>(null);
  busy = $state(false);
  #timer: ReturnType<typeof setInterval> | null = null;
  #began = 0;

  constructor(
    readonly till: Till,
    readonly people: People,
    /** Called when a terminal of the till has come, gone or changed its name. */
    readonly changed: () => Promise<unknown>,
  ) {}

  async open(): Promise<void> {
    this.trouble = null;
    this.accounts = await this.till.commands.pairingAccounts().catch(() => []);
    await this.refresh();
  }

  close(): void {
    this.#stop();
    this.joining = null;
  }

  async refresh(): Promise<void> {
    const lists = this.accounts.map(({ id }) => this.till.commands.pairedTerminals(id));
    await this.#try(async () => {
      this.devices = (await Promise.all(lists)).flat();
    });
    await Promise.all(this.devices.map((device) => this.#report(device)));
  }

  async pair(account: string): Promise<boolean> {
    const approval = await this.people.askManager(t('approval.pair'));
    if (approval === null) return false;
    const done = await this.#try(async () => {
      this.joining = await this.till.commands.pairTerminal(account, this.code, this.name.trim(), approval);
    });
    if (!done) return false;
    this.code = '';
    this.name = '';
    this.#began = this.till.now();
    this.left = CODE_SECONDS;
    if (this.joining?.state === 'paired') await this.#joined();
    else this.#timer = setInterval(() => void this.look(), LOOK_MS);
    return true;
  }

  /** Looks whether the device has confirmed. */
  async look(): Promise<void> {
    const device = this.joining;
    if (!device) return this.#stop();
    this.left = Math.max(0, CODE_SECONDS - Math.floor((this.till.now() - this.#began) / 1000));
    try {
      const found = await this.till.commands.followPairing(device.account, device.key);
      if (this.joining?.key !== device.key) return;
      this.joining = found;
      if (found.state === 'paired') await this.#joined();
      else if (found.state === 'expired' || this.left === 0) this.#stop();
    } catch {
      // A look that brings nothing is followed by the next one, until the code is over.
      if (this.left === 0) this.#stop();
    }
  }

  async rename(device: PairedDeviceView, name: string): Promise<boolean> {
    return this.#andAgain(t('approval.rename_reader', { name: device.name }), (yes) =>
      this.till.commands.renamePaired(device.account, device.key, name.trim(), yes));
  }

  async remove(device: PairedDeviceView): Promise<boolean> {
    return this.#andAgain(t('approval.remove_reader', { name: device.name }), (yes) =>
      this.till.commands.unpairTerminal(device.account, device.key, yes));
  }

  async #joined(): Promise<void> {
    this.#stop();
    await this.refresh();
    await this.changed();
  }

  async #andAgain(reason: string, work: (approval: string) => Promise<unknown>): Promise<boolean> {
    const approval = await this.people.askManager(reason);
    if (approval === null) return false;
    const done = await this.#try(() => work(approval));
    if (done) {
      await this.refresh();
      await this.changed();
    }
    return done;
  }

  async #report(device: PairedDeviceView): Promise<void> {
    if (device.state !== 'paired') return;
    const report = await this.till.commands.deviceReport(device.account, device.key).catch(() => null);
    if (report) this.reports[device.key] = report;
  }

  async #try(work: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    this.trouble = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      this.trouble = asCommandError(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }

  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}
