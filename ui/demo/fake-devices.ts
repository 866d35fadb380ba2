import type { PairedDeviceView } from '../src/ipc/generated/PairedDeviceView';
import { refusal } from './fake-till';

const COMMANDS = ['pairing_accounts', 'paired_terminals', 'pair_terminal', 'follow_pairing', 'rename_paired', 'unpair_terminal', 'device_report'];

const bar: PairedDeviceView = { account: 'a2', key: 'rdr_1', name: 'Bar', state: 'paired', device: 'U1DT3NA00-CN', model: 'solo' };

/** Card readers that are joined by their code, in an account of their own. */
export class FakeDevices {
  offered = false;
  list: PairedDeviceView[] = [bar];
  /** So many looks until a new reader confirms. */
  looks = 1;

  knows(name: string): boolean {
    return COMMANDS.includes(name);
  }

  /** Whether a manager is needed. */
  changes(name: string): boolean {
    return ['pair_terminal', 'rename_paired', 'unpair_terminal'].includes(name);
  }

  answer(name: string, args: Record<string, unknown>): unknown {
    const found = this.list.find(({ key }) => key === args.key);
    switch (name) {
      case 'pairing_accounts': return this.offered ? [{ id: 'a2', label: 'Readers', provider: 'SumUp' }] : [];
      case 'paired_terminals': return this.list;
      case 'pair_terminal': {
        if (String(args.code).length < 8) throw refusal('bad_pairing_code', { text: String(args.code) });
        const joined: PairedDeviceView = { ...bar, key: 'rdr_2', name: String(args.name), state: 'processing', device: 'U1DT3NA01-CN' };
        this.list = [...this.list, joined];
        return joined;
      }
      case 'device_report':
        return { online: 'online', activity: 'idle', battery_percent: 82, battery_celsius: -3, connection: 'Wi-Fi', firmware: '3.3.40', last_activity: '21 Nov 2026 14:32' };
      case 'unpair_terminal':
        this.list = this.list.filter(({ key }) => key !== args.key);
        return null;
    }
    if (!found) throw refusal('not_found');
    this.looks -= name === 'follow_pairing' ? 1 : 0;
    const changed: PairedDeviceView = name === 'rename_paired' ? { ...found, name: String(args.name) } : { ...found, state: this.looks < 1 ? 'paired' : found.state };
    this.list = this.list.map((device) => (device.key === changed.key ? changed : device));
    return changed;
  }
}
