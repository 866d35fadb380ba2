import type { SimulatorCommands } from '../ipc/commands';
import { asCommandError } from '../ipc/commands';
import type { CommandError } from '../ipc/generated/CommandError';
import type { VirtualAct } from '../ipc/generated/VirtualAct';
import type { VirtualDevices } from '../ipc/generated/VirtualDevices';
import type { VirtualSoloAct } from '../ipc/generated/VirtualSoloAct';
import type { VirtualSoloView } from '../ipc/generated/VirtualSoloView';
import type { VirtualTerminalView } from '../ipc/generated/VirtualTerminalView';

/** Nobody is at the device: another one may come to the front. */
const QUIET = ['idle', 'off', 'no_network', 'paper_out', 'logged_out', 'updating_firmware'];
/** A payment has just appeared. */
const ARRIVED = ['waiting_for_card', 'selecting_tip'];

/** The virtual terminals and Solo readers, and the one in front of the person. */
export class VirtualTerminals {
  all = $state.raw<VirtualTerminalView[]>([]);
  solos = $state.raw<VirtualSoloView[]>([]);
  brands = $state.raw<string[]>([]);
  brand = $state('');
  /** A terminal's key or a Solo's serial number. */
  key = $state('');
  error = $state.raw<CommandError | null>(null);

  constructor(readonly commands: SimulatorCommands) {}

  /** The Solo in front. */
  get solo(): VirtualSoloView | null {
    const found = this.solos.find(({ serial }) => serial === this.key);
    return found ?? (this.all.length === 0 ? (this.solos[0] ?? null) : null);
  }

  /** The terminal in front, unless it is a Solo. */
  get current(): VirtualTerminalView | null {
    if (this.solo) return null;
    return this.all.find(({ key }) => key === this.key) ?? this.all[0] ?? null;
  }

  async start(): Promise<void> {
    await this.commands.onChanged((all) => this.#take(all));
    this.#take(await this.commands.virtualDevices());
    this.brands = await this.commands.cardBrands();
    this.brand = this.brands[0] ?? '';
  }

  choose(key: string): void {
    this.key = key;
  }

  async act(act: VirtualAct): Promise<void> {
    const key = this.current?.key;
    if (key) await this.#done(this.commands.act(key, act));
  }

  async actAtSolo(act: VirtualSoloAct): Promise<void> {
    const serial = this.solo?.serial;
    if (serial) await this.#done(this.commands.actAtSolo(serial, act));
  }

  async #done(answer: Promise<VirtualDevices>): Promise<void> {
    try {
      this.#take(await answer);
      this.error = null;
    } catch (thrown) {
      this.error = asCommandError(thrown);
    }
  }

  #take({ terminals, solos }: VirtualDevices): void {
    const before = new Map(this.#stages(this.all, this.solos));
    const quiet = QUIET.includes(before.get(this.solo?.serial ?? this.current?.key ?? '') ?? 'idle');
    // A payment that arrives at another device brings that one to the front.
    const arrived = this.#stages(terminals, solos).find(
      ([key, stage]) => ARRIVED.includes(stage) && !ARRIVED.includes(before.get(key) ?? 'off'),
    );
    this.all = terminals;
    this.solos = solos;
    if (this.key === '') this.key = terminals[0]?.key ?? solos[0]?.serial ?? '';
    if (arrived && quiet) this.key = arrived[0];
  }

  #stages(terminals: VirtualTerminalView[], solos: VirtualSoloView[]): [string, string][] {
    return [
      ...terminals.map(({ key, stage }): [string, string] => [key, stage]),
      ...solos.map(({ serial, stage }): [string, string] => [serial, stage]),
    ];
  }
}
