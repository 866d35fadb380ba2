import type { SimulatorCommands } from '../ipc/commands';
import { asCommandError } from '../ipc/commands';
import type { CommandError } from '../ipc/generated/CommandError';
import type { VirtualAct } from '../ipc/generated/VirtualAct';
import type { VirtualTerminalView } from '../ipc/generated/VirtualTerminalView';

/** The virtual terminals and the one in front of the person. */
export class VirtualTerminals {
  all = $state.raw<VirtualTerminalView[]>([]);
  brands = $state.raw<string[]>([]);
  brand = $state('');
  key = $state('');
  error = $state.raw<CommandError | null>(null);
  /** Faults asked for and still to come, shown so that nobody wonders. */
  armed = $state<Record<string, boolean>>({});

  constructor(readonly commands: SimulatorCommands) {}

  get current(): VirtualTerminalView | null {
    return this.all.find(({ key }) => key === this.key) ?? this.all[0] ?? null;
  }

  async start(): Promise<void> {
    await this.commands.onChanged((all) => this.#take(all));
    this.#take(await this.commands.virtualTerminals());
    this.brands = await this.commands.cardBrands();
    this.brand = this.brands[0] ?? '';
  }

  choose(key: string): void {
    this.key = key;
  }

  async act(act: VirtualAct): Promise<void> {
    const key = this.current?.key;
    if (!key) return;
    try {
      this.#take(await this.commands.act(key, act));
      this.error = null;
    } catch (thrown) {
      this.error = asCommandError(thrown);
    }
  }

  #take(all: VirtualTerminalView[]): void {
    // A payment that arrives at another terminal brings that one to the front.
    const arrived = all.find(
      ({ key, stage }) =>
        stage === 'waiting_for_card' && this.all.find((old) => old.key === key)?.stage !== 'waiting_for_card',
    );
    const idle = this.current === null || ['idle', 'off', 'no_network', 'paper_out'].includes(this.current.stage);
    this.all = all;
    if (this.key === '') this.key = all[0]?.key ?? '';
    if (arrived && idle) this.key = arrived.key;
  }
}
