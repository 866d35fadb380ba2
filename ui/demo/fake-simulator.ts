import type { VirtualAct } from '../src/ipc/generated/VirtualAct';
import type { VirtualSoloAct } from '../src/ipc/generated/VirtualSoloAct';
import type { VirtualSoloStage } from '../src/ipc/generated/VirtualSoloStage';
import type { VirtualSoloView } from '../src/ipc/generated/VirtualSoloView';
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

  solo: VirtualSoloView = {
    serial: 'U1DEM0NA00-CN', firmware: '3.3.40.2', name: null, removed: false, on: true, online: true, battery_percent: 82,
    stage: 'logged_out', pairing_code: null, symbol: '', amount: null, tip: null, tips: [], pin_tries_left: null,
  };

  /** The Solo at this stage, of a payment that may get a tip. */
  showSolo(stage: VirtualSoloStage): this {
    const paired = !['logged_out', 'pairing_code'].includes(stage);
    const paying = paired && !['idle', 'off', 'no_network', 'updating_firmware', 'confirm_pairing'].includes(stage);
    this.solo = {
      ...this.solo, stage, name: paired ? 'Bar' : null, pairing_code: stage === 'pairing_code' ? 'K7Q2M9XA' : null,
      on: stage !== 'off', online: stage !== 'no_network', symbol: paying ? '€' : '', amount: paying ? amount(1619 + Number(this.solo.tip?.minor ?? 0)) : null,
      tip: paying ? this.solo.tip : null, pin_tries_left: stage === 'entering_pin' ? 3 : null,
      tips: stage === 'selecting_tip' ? [['5', 81], ['10', 162], ['15', 243]].map(([percent, minor]) => ({ percent: String(percent), tip: amount(Number(minor)) })) : [],
    };
    return this;
  }

  show(stage: VirtualStage, slip = false): this {
    this.terminal = { ...this.terminal, stage, amount: stage === 'idle' ? null : amount(1619), last_slip: slip ? SLIP : null, on: stage !== 'off', online: stage !== 'no_network' };
    return this;
  }

  async invoke<T>(command: string, args: Record<string, unknown> = {}): Promise<T> {
    const name = command.replace('plugin:simulator|', '');
    this.calls.push({ command: name, args });
    if (name === 'card_brands') return ['Visa', 'Mastercard', 'Maestro', 'V PAY', 'American Express'] as T;
    if (name === 'act') this.#act(args.act as VirtualAct);
    if (name === 'act_at_solo') this.#actAtSolo(args.act as VirtualSoloAct);
    return { terminals: [this.terminal, this.other], solos: [this.solo] } as T;
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

  #actAtSolo(act: VirtualSoloAct): void {
    if (act.act === 'show_code') this.showSolo('pairing_code');
    if (act.act === 'confirm_pairing') this.showSolo('idle');
    if (act.act === 'disconnect') this.showSolo('logged_out');
    if (act.act === 'tip') this.solo = { ...this.solo, tip: this.solo.tips.find(({ percent }) => percent === act.percent)?.tip ?? null };
    if (act.act === 'tip' || act.act === 'no_tip') this.showSolo('waiting_for_card');
    if (act.act === 'tap' || act.act === 'sign') this.showSolo('approved');
    if (act.act === 'insert') this.showSolo('entering_pin');
    if (act.act === 'insert_to_sign') this.showSolo('signing');
    if (act.act === 'pin') this.showSolo(act.right ? 'approved' : 'declined');
    if (act.act === 'decline') this.showSolo('declined');
    if (act.act === 'stop' || act.act === 'walk_away') this.showSolo('cancelled');
    if (act.act === 'power') this.showSolo(act.on ? 'idle' : 'off');
    if (act.act === 'network') this.showSolo(act.online ? 'idle' : 'no_network');
    if (act.act === 'battery') this.solo = { ...this.solo, battery_percent: act.low ? 4 : 100 };
    if (act.act === 'update_firmware') this.showSolo('updating_firmware');
  }
}
