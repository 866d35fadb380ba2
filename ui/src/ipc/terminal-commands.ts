import type { DeviceReportView } from './generated/DeviceReportView';
import type { OfferedTerminalsView } from './generated/OfferedTerminalsView';
import type { PairedDeviceView } from './generated/PairedDeviceView';
import type { PairingAccountView } from './generated/PairingAccountView';
import type { TerminalIdentityView } from './generated/TerminalIdentityView';
import type { TerminalsView } from './generated/TerminalsView';
import type { TillView } from './generated/TillView';

/** The terminals of this till and how they are chosen, joined and renamed. */
export function terminalCommands(
  call: <T>(name: string, args?: Record<string, unknown>) => Promise<T>,
  change: (name: string, args?: Record<string, unknown>) => Promise<TillView>,
) {
  return {
    terminals: () => call<TerminalsView>('terminals'),
    readTerminalText: (text: string) => call<TerminalIdentityView>('read_terminal_text', { text }),
    readTerminalPicture: (content: string) => call<TerminalIdentityView | null>('read_terminal_picture', { content }),
    offeredTerminals: (account: string, page: number) =>
      call<OfferedTerminalsView>('offered_terminals', { account, page }),
    addTerminal: (account: string, key: string, name: string) =>
      call<TerminalsView>('add_terminal', { account, key, name }),
    useTerminal: (id: string) => change('use_terminal', { id }),
    removeTerminal: (id: string, approval: string) => call<TerminalsView>('remove_terminal', { id, approval }),
    pairingAccounts: () => call<PairingAccountView[]>('pairing_accounts'),
    pairedTerminals: (account: string) => call<PairedDeviceView[]>('paired_terminals', { account }),
    pairTerminal: (account: string, code: string, name: string, approval: string) =>
      call<PairedDeviceView>('pair_terminal', { account, code, name, approval }),
    followPairing: (account: string, key: string) => call<PairedDeviceView>('follow_pairing', { account, key }),
    renamePaired: (account: string, key: string, name: string, approval: string) =>
      call<PairedDeviceView>('rename_paired', { account, key, name, approval }),
    unpairTerminal: (account: string, key: string, approval: string) =>
      call<null>('unpair_terminal', { account, key, approval }),
    deviceReport: (account: string, key: string) => call<DeviceReportView>('device_report', { account, key }),
  };
}
