import type { VirtualAct } from '../src/ipc/generated/VirtualAct';
import type { VirtualStage } from '../src/ipc/generated/VirtualStage';
import type { VirtualTerminalView } from '../src/ipc/generated/VirtualTerminalView';
import type { Transport } from '../src/ipc/transport';
import { amount } from './money';
import { SLIP } from './receipt';

const squares = Array.from({ length: 25 * 25 }, (_, at) => at)
  .filter((at) => (at * 7919) % 13 < 6)
  .map((at) => `M${at % 25} ${Math.floor(at / 25)}h1v1h-1z`)
  .join('');
const QR = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 29 29"><path d="${squares}"/></svg>`;

export class FakeSimulator implements Transport {
  calls: { command: string; args: Record<string, unknown> }[] = [];
  terminal: VirtualTerminalView = {
    key: 'SUNMI-P2lite-PL0919CQ00305', manufacturer: 'SUNMI', model: 'P2lite', serial: 'PL0919CQ00305', on: true, online: true,
    stage: 'idle', amount: null, symbol: '€', refund: false, last_slip: null, qr_text: 'SUNMI-P2lite-PL0919CQ00305', qr_svg: QR,
  };
  other: VirtualTerminalView = { ...this.terminal, key: 'SUNMI-P2-P20414AB00017', model: 'P2', serial: 'P20414AB00017' };

  show(stage: VirtualStage, slip = false): this {
    this.terminal = { ...this.terminal, stage, amount: stage === 'idle' ? null : amount(1619), last_slip: slip ? SLIP : null, on: stage !== 'off', online: stage !== 'no_network' };
    return this;
  }

  async invoke<T>(command: string, args: Record<string, unknown> = {}): Promise<T> {
    const name = command.replace('plugin:simulator|', '');
    this.calls.push({ command: name, args });
    if (name === 'card_brands') return ['Visa', 'Mastercard', 'Maestro', 'V PAY', 'American Express'] as T;
    if (name === 'act') this.#act(args.act as VirtualAct);
    return [this.terminal, this.other] as T;
  }

  listen(): Promise<() => void> {
    return Promise.resolve(() => undefined);
  }

  #act(act: VirtualAct): void {
    if (act.act === 'tap') this.show('approved', true);
    if (act.act === 'insert') this.show('entering_pin');
    if (act.act === 'pin') this.show(act.right ? 'approved' : 'declined', true);
    if (act.act === 'decline') this.show('declined', true);
    if (act.act === 'stop' || act.act === 'walk_away') this.show('cancelled');
    if (act.act === 'power') this.show(act.on ? 'idle' : 'off');
    if (act.act === 'network') this.show(act.online ? 'idle' : 'no_network');
  }
}
