import type { ApprovalView } from './generated/ApprovalView';
import type { CategoryView } from './generated/CategoryView';
import type { CommandError } from './generated/CommandError';
import type { FleetAccountView } from './generated/FleetAccountView';
import type { FleetActRequest } from './generated/FleetActRequest';
import type { FleetEndView } from './generated/FleetEndView';
import type { FleetPageView } from './generated/FleetPageView';
import type { FleetRegistration } from './generated/FleetRegistration';
import type { FleetSearch } from './generated/FleetSearch';
import type { DeviceReportView } from './generated/DeviceReportView';
import type { ImportReport } from './generated/ImportReport';
import type { ItemView } from './generated/ItemView';
import type { LogoView } from './generated/LogoView';
import type { OfferedTerminalsView } from './generated/OfferedTerminalsView';
import type { OrderSummary } from './generated/OrderSummary';
import type { OrderView } from './generated/OrderView';
import type { PairedDeviceView } from './generated/PairedDeviceView';
import type { PairingAccountView } from './generated/PairingAccountView';
import type { ParkedView } from './generated/ParkedView';
import type { PeopleView } from './generated/PeopleView';
import type { PersonRole } from './generated/PersonRole';
import type { ReceiptView } from './generated/ReceiptView';
import type { SavedPdf } from './generated/SavedPdf';
import type { ShopSwitchView } from './generated/ShopSwitchView';
import type { TerminalIdentityView } from './generated/TerminalIdentityView';
import type { TerminalsView } from './generated/TerminalsView';
import type { TillView } from './generated/TillView';
import type { VirtualAct } from './generated/VirtualAct';
import type { VirtualDevices } from './generated/VirtualDevices';
import type { VirtualSoloAct } from './generated/VirtualSoloAct';
import { managerCommands } from './manager-commands';
import { refundCommands } from './refund-commands';
import { storageCommands } from './storage-commands';
import type { Transport } from './transport';

/** The own shop to be made; its name and currency are not asked again when it exists already. */
export interface NewShop {
  name: string;
  currency: string;
  /** The first manager; null for a shop in which everybody may sell. */
  manager: string | null;
  pin: string | null;
}

/** The commands of the till window, one method each. Those that change the till answer with its new view. */
export function tillCommands(transport: Transport) {
  const call = <T>(name: string, args?: Record<string, unknown>) => transport.invoke<T>(`plugin:till|${name}`, args);
  const change = (name: string, args?: Record<string, unknown>) => call<TillView>(name, args);
  return {
    open: () => change('open'),
    dismissNotice: (id: number) => change('dismiss_notice', { id }),
    onView: (handler: (view: TillView) => void) => transport.listen<TillView>('till:view', handler),

    enter: (text: string) => change('enter', { text }),
    clearPending: () => change('clear_pending'),
    addItem: (code: string) => change('add_item', { code }),
    search: (text: string) => call<ItemView[]>('search', { text }),
    categories: () => call<CategoryView[]>('categories'),
    items: (category: string, offset: number) => call<ItemView[]>('items', { category, offset }),

    changeQuantity: (line: number, by: 1 | -1) => change('change_quantity', { line, by }),
    setQuantity: (line: number, quantity: string) => change('set_quantity', { line, quantity }),
    discountLine: (line: number, discount: string | null) => change('discount_line', { line, discount }),
    discountOrder: (discount: string | null) => change('discount_order', { discount }),
    voidLine: (line: number) => change('void_line', { line }),
    clearBasket: () => change('clear_basket'),
    park: (label: string | null) => change('park', { label }),
    parked: () => call<ParkedView[]>('parked'),
    recall: (id: string) => change('recall', { id }),

    payCard: () => change('pay_card'),
    payCash: (given: string | null) => change('pay_cash', { given }),
    cancelPayment: () => change('cancel_payment'),
    setAside: () => change('set_aside'),
    nextSale: () => change('next_sale'),

    people: () => call<PeopleView>('people'),
    signIn: (id: string, pin: string) => change('sign_in', { id, pin }),
    signOut: () => change('sign_out'),
    touch: () => call<null>('touch'),
    approvalAtHand: () => call<ApprovalView | null>('approval_at_hand'),
    approve: (id: string, pin: string) => call<ApprovalView>('approve', { id, pin }),
    addPerson: (name: string, role: PersonRole, pin: string, approval: string) =>
      call<PeopleView>('add_person', { name, role, pin, approval }),
    removePerson: (id: string, approval: string) => call<PeopleView>('remove_person', { id, approval }),
    setPin: (id: string, pin: string, approval: string) => call<PeopleView>('set_pin', { id, pin, approval }),
    setIdleMinutes: (minutes: number, approval: string) =>
      call<PeopleView>('set_idle_minutes', { minutes, approval }),

    terminals: () => call<TerminalsView>('terminals'),
    readTerminalText: (text: string) => call<TerminalIdentityView>('read_terminal_text', { text }),
    offeredTerminals: (account: string, page: number) =>
      call<OfferedTerminalsView>('offered_terminals', { account, page }),
    addTerminal: (account: string, key: string, name: string) =>
      call<TerminalsView>('add_terminal', { account, key, name }),
    useTerminal: (id: string) => change('use_terminal', { id }),
    removeTerminal: (id: string) => call<TerminalsView>('remove_terminal', { id }),
    pairingAccounts: () => call<PairingAccountView[]>('pairing_accounts'),
    pairedTerminals: (account: string) => call<PairedDeviceView[]>('paired_terminals', { account }),
    pairTerminal: (account: string, code: string, name: string) =>
      call<PairedDeviceView>('pair_terminal', { account, code, name }),
    followPairing: (account: string, key: string) => call<PairedDeviceView>('follow_pairing', { account, key }),
    renamePaired: (account: string, key: string, name: string) =>
      call<PairedDeviceView>('rename_paired', { account, key, name }),
    unpairTerminal: (account: string, key: string) => call<null>('unpair_terminal', { account, key }),
    deviceReport: (account: string, key: string) => call<DeviceReportView>('device_report', { account, key }),

    fleetAccounts: () => call<FleetAccountView[]>('fleet_accounts'),
    fleet: (account: string, search: FleetSearch, offset: number) => call<FleetPageView>('fleet', { account, search, offset }),
    fleetRegister: (account: string, device: FleetRegistration, approval: string) =>
      call<FleetEndView>('fleet_register', { account, new: device, approval }),
    fleetAct: (account: string, id: string, act: FleetActRequest, approval: string) =>
      call<FleetEndView>('fleet_act', { account, id, act, approval }),

    orders: (before: string | null) => call<OrderSummary[]>('orders', { before }),
    order: (number: string) => call<OrderView>('order', { number }),
    receipt: (number: string) => call<ReceiptView>('receipt', { number }),
    reprint: (number: string) => call<ReceiptView>('reprint', { number }),
    ...refundCommands(call, change),
    saveReceiptPdf: (number: string) => call<SavedPdf>('save_receipt_pdf', { number }),

    ...managerCommands(call),
    ...storageCommands(call, transport),

    importCatalogue: (name: string, content: string) => call<ImportReport>('import_catalogue', { name, content }),
    logo: () => call<LogoView>('logo'),
    setLogo: (content: string, approval: string) => call<LogoView>('set_logo', { content, approval }),
    removeLogo: (approval: string) => call<LogoView>('remove_logo', { approval }),
    shopSwitch: () => call<ShopSwitchView>('shop_switch'),
    openOwnShop: (shop: NewShop) => call<null>('open_own_shop', { ...shop }),
    practise: () => call<null>('practise'),
  };
}
export type TillCommands = ReturnType<typeof tillCommands>;

/** The commands of the virtual terminal window. */
export function simulatorCommands(transport: Transport) {
  const call = <T>(name: string, args?: Record<string, unknown>) =>
    transport.invoke<T>(`plugin:simulator|${name}`, args);
  return {
    virtualDevices: () => call<VirtualDevices>('virtual_devices'),
    cardBrands: () => call<string[]>('card_brands'),
    act: (key: string, act: VirtualAct) => call<VirtualDevices>('act', { key, act }),
    actAtSolo: (serial: string, act: VirtualSoloAct) => call<VirtualDevices>('act_at_solo', { serial, act }),
    onChanged: (handler: (devices: VirtualDevices) => void) => transport.listen<VirtualDevices>('simulator:changed', handler),
  };
}
export type SimulatorCommands = ReturnType<typeof simulatorCommands>;

/** What a rejected call carries. Anything that is not a `CommandError` is a fault of the shell itself. */
export function asCommandError(thrown: unknown): CommandError {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'values' in thrown) {
    return thrown as CommandError;
  }
  return { code: 'internal', values: {}, incident: '', details: String(thrown) };
}
