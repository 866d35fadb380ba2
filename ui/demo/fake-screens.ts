import type { FleetAccountView } from '../src/ipc/generated/FleetAccountView';
import type { FleetActRequest } from '../src/ipc/generated/FleetActRequest';
import type { FleetRegistration } from '../src/ipc/generated/FleetRegistration';
import type { FleetSearch } from '../src/ipc/generated/FleetSearch';
import type { BackupView } from '../src/ipc/generated/BackupView';
import type { DayTotalsView } from '../src/ipc/generated/DayTotalsView';
import type { HistoryView } from '../src/ipc/generated/HistoryView';
import type { KeysView } from '../src/ipc/generated/KeysView';
import type { KeyWarning } from '../src/ipc/generated/KeyWarning';
import type { OrderSummary } from '../src/ipc/generated/OrderSummary';
import type { OrderView } from '../src/ipc/generated/OrderView';
import type { SecretFileView } from '../src/ipc/generated/SecretFileView';
import type { TerminalIdentityView } from '../src/ipc/generated/TerminalIdentityView';
import { FakeCases } from './fake-cases';
import { FakeDevices } from './fake-devices';
import { FakeAccounting } from './fake-accounting';
import { FakePeople } from './fake-people';
import { FakeFleet } from './fake-fleet';
import { FakeRefunds } from './fake-refunds';
import { COUNTER, FakeTill, refusal } from './fake-till';
import { GOODS } from './goods';
import { amount } from './money';
import { SLIP, receiptText } from './receipt';

const ACCOUNT = { id: 'a1', kind: 'merchant-api', provider: 'MerchantAPI', label: 'Practice shop', base_url: 'http://127.0.0.1:40321', practice: true, enabled: true, fields: {} };
const FLEET_ACCOUNT: FleetAccountView = {
  id: 'a2', label: 'Practice Stitch', provider: 'Stitch', takes_payments: false,
  models: ['p2_se', 'p2_mini', 'p2_lite_se'].map((model) => ({ manufacturer: 'sunmi', model })),
  reasons: ['damaged', 'stolen', 'lost', 'other'],
};
/** What opens the pretended secret file. */
export const PASSPHRASE = 'correct horse battery';
const GARDEN = { ...COUNTER, id: 't2', name: 'Garden', model: 'P2', serial: 'P20414AB00017', readiness: 'offline' };
/** A single black dot, large. */
const BACKUP: BackupView = { name: 'daily-20261121T160000Z.sqlite', day: '21 Nov 2026', time: '17:00', kind: 'daily', size: '4.2 MB' };
const PICTURE = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80"><circle cx="100" cy="40" r="40"/></svg>')}`;
const identity = (model: string, serial: string): TerminalIdentityView => ({
  manufacturer: 'SUNMI', model, serial, key: `SUNMI-${model}-${serial}`, summary: `SUNMI · ${model} · ${serial}`, account: 'a1', others: [],
});

const MANAGERS_READ = [
  'day_totals', 'save_day_totals_pdf', 'cases', 'case', 'case_candidates', 'look_again', 'attach_late_payment', 'history', 'key_accounts', 'api_keys',
  'payout_accounts', 'payouts', 'behind_payout', 'backups', 'back_up',
];

/** The same with the screens around the sale filled. */
export class FakeShop extends FakeTill {
  chosen = 't1';
  /** Accounts beside the practice one that have the terminal which is read. */
  otherAccounts: (typeof ACCOUNT)[] = [];

  withSecondAccount(): void {
    this.otherAccounts = [{ ...ACCOUNT, id: 'a9', label: 'South shop' }];
  }

  logo: string | null = null;
  /** What is different about the orders, by number. */
  orderNews: Record<string, Partial<OrderView>> = {};
  backups: BackupView[] = [BACKUP, { ...BACKUP, name: 'before-migration-1-20261001T060000Z.sqlite', kind: 'before_migration', day: '1 Oct 2026', time: '08:00', size: '4.1 MB' }];
  secrets: SecretFileView = { state: 'none', keychain: true, accounts: [] };
  keys: KeysView = ONE_KEY;
  warnings: KeyWarning[] = [];
  readonly staff = new FakePeople();
  readonly devices = new FakeDevices();
  readonly accounting = new FakeAccounting(this.staff);
  readonly refunds = new FakeRefunds();
  readonly cases = new FakeCases();

  protected override caseCount(): number {
    return this.cases.cases.length;
  }

  protected override shownRefund() {
    return this.refunds.shown;
  }

  /** As the practice shop begins: the cashier is there. */
  withPeople(): void {
    this.person = this.staff.people[0] ?? null;
  }
  fleet = new FakeFleet();
  /** Whether an account lets its terminals be managed. */
  hasFleet = true;

  /** What only managers read, and cashiers once a manager let them in. */
  letIn = false;

  protected override async answer(name: string, args: Record<string, unknown>): Promise<unknown> {
    if (MANAGERS_READ.includes(name) && this.person?.role === 'cashier' && !this.letIn) throw refusal('manager_needed');
    if (this.devices.knows(name)) {
      if (this.devices.changes(name)) this.staff.take(args.approval);
      return this.devices.answer(name, args);
    }
    if (this.accounting.knows(name)) {
      const answer = this.accounting.answer(name, args);
      return name === 'set_receipt_header' ? this.view() : answer;
    }
    const found = this.cases.answer(name, args);
    if (found !== undefined) return found;
    const refund = this.refunds.answer(name, args);
    if (refund !== undefined) return refund;
    if (this.refunds.change(name, args)) return this.view();
    switch (name) {
      case 'search_orders': return [summary(124)];
      case 'enter_manager_area': this.staff.take(args.approval); this.letIn = true; return null;
      case 'leave_manager_area': this.letIn = false; return null;
      case 'people': return this.staff.view();
      case 'sign_in': this.person = this.staff.judge(args.id, args.pin); this.signInNeeded = false; return this.view();
      case 'sign_out': this.person = null; this.signInNeeded = true; return this.view();
      case 'touch': return null;
      case 'approval_at_hand': return this.person === null ? this.staff.approval(null) : null;
      case 'approve': {
        const person = this.staff.judge(args.id, args.pin);
        if (person.role !== 'manager') throw refusal('not_a_manager');
        return this.staff.approval(person.name);
      }
      case 'add_person': case 'remove_person': case 'set_pin': case 'set_idle_minutes': return this.staff.change(name, args);
      case 'terminals': case 'add_terminal': case 'remove_terminal':
        if (name === 'remove_terminal') this.staff.take(args.approval);
        return { accounts: [ACCOUNT, ...this.otherAccounts], terminals: [COUNTER, GARDEN], chosen: this.chosen };
      case 'read_terminal_text':
        if (!/P[L2]/.test(String(args.text))) throw refusal('unknown_terminal_text', { text: String(args.text) });
        return { ...identity('P2lite', 'PL0919CQ00777'), others: this.otherAccounts.map(({ id }) => id) };
      case 'set_refunds_need_manager':
        this.staff.take(args.approval);
        this.staff.refundsNeedManager = Boolean(args.needed);
        return this.view();
      case 'secret_file': return this.secrets;
      case 'make_secret_file': this.staff.take(args.approval); this.secrets = { ...this.secrets, state: 'open' }; return this.view();
      case 'change_passphrase': this.staff.take(args.approval);
        if (args.old !== PASSPHRASE) throw refusal('wrong_passphrase');
        return this.view();
      case 'unlock_secret_file':
        if (args.passphrase !== PASSPHRASE) throw refusal('wrong_passphrase');
        this.secrets = { ...this.secrets, state: 'open' };
        this.secretsLocked = false;
        return this.view();
      case 'read_terminal_picture': {
        const seen = atob(String(args.content));
        if (seen === 'manual') throw refusal('unknown_terminal_text', { text: 'https://vendor.example/manual' });
        return seen === 'terminal' ? identity('P2lite', 'PL0919CQ00777') : null;
      }
      case 'offered_terminals':
        return { page: 1, has_more: true, items: [
          { identity: identity('P2lite', 'PL0919CQ00305'), store: 'Corner Bakery', added: true },
          { identity: identity('P2', 'P20414AB00044'), store: 'Corner Bakery', added: false },
        ] };
      case 'use_terminal': this.chosen = String(args.id); this.terminal = args.id === 't1' ? COUNTER : GARDEN; return this.view();
      case 'fleet_accounts': return this.hasFleet ? [FLEET_ACCOUNT] : [];
      case 'fleet': return this.fleet.list(args.search as FleetSearch, Number(args.offset));
      case 'fleet_register': this.staff.take(args.approval); return this.fleet.register(args.new as FleetRegistration);
      case 'fleet_act': this.staff.take(args.approval); return this.fleet.act(String(args.id), args.act as FleetActRequest);
      case 'orders': return args.before === null ? Array.from({ length: 20 }, (_, index) => summary(124 - index)) : [];
      case 'order': return { ...order(String(args.number)), ...this.orderNews[String(args.number)] };
      case 'receipt': return { order: String(args.number), text: receiptText(String(args.number), sold(), '16,19', 'VISA', SLIP), copy: null };
      case 'accounts': case 'add_account': case 'edit_account': return [ACCOUNT];
      case 'disable_account': case 'enable_account': return [{ ...ACCOUNT, enabled: name === 'enable_account' }];
      case 'remove_account': return [];
      case 'account_forms': return FORMS;
      case 'day_totals': return dayTotals();
      case 'save_day_totals_pdf': return { path: 'Documents/Tillbridge/day-totals.pdf' };
      case 'history': return historyPage(args.page as string | null);
      case 'key_accounts': return ['a1'];
      case 'key_warnings': return this.warnings;
      case 'api_keys': return this.keys;
      case 'begin_rotation': return (this.keys = rotating(this.keys, String(args.label), 'proved'));
      case 'continue_rotation': return (this.keys = rotating(this.keys, this.keys.rotation?.label ?? '', 'proved'));
      case 'finish_rotation': return (this.keys = { ...this.keys, rotation: null, keys: this.keys.keys.filter(({ in_use }) => in_use === 'yes') });
      case 'keep_old_key': return (this.keys = { ...this.keys, rotation: null });
      case 'abandon_rotation': return (this.keys = ONE_KEY);
      case 'revoke_key': return (this.keys = { ...this.keys, keys: this.keys.keys.filter(({ id }) => id !== args.key) });
      case 'test_account': case 'open_own_shop': case 'practise': return null;
      case 'shop_switch': return { practice: true, possible: true, own_shop_exists: false, keychain: this.secrets.keychain, currencies: ['EUR', 'GBP', 'ZAR'] };
      case 'backups': return this.backups;
      case 'back_up': return (this.backups = [{ ...BACKUP, name: 'asked-20261121T170500Z.sqlite', kind: 'asked', time: '18:05' }, ...this.backups]);
      case 'restore_backup':
        if (args.approval !== null) this.staff.take(args.approval);
        if (args.name !== BACKUP.name) throw refusal('backup_unusable');
        return null;
      case 'open_again': case 'quit': return null;
      case 'logo': return { picture: this.logo, width: 200 };
      case 'set_logo':
        this.staff.take(args.approval);
        if (args.content === '') throw refusal('logo_unreadable');
        this.logo = PICTURE;
        return { picture: this.logo, width: 200 };
      case 'remove_logo': this.staff.take(args.approval); this.logo = null; return { picture: null, width: 0 };
      case 'import_catalogue':
        this.staff.take(args.approval);
        return { imported: 0, error_count: 3, errors: [
          { line: 4, problem: 'price', value: '2.5O', first: null },
          { line: 17, problem: 'check_digit', value: '8712345678901', first: null },
          { line: 203, problem: 'tax', value: '9 percent', first: null },
        ] };
      default: return super.answer(name, args);
    }
  }
}

function sold() {
  const till = new FakeTill();
  const [espresso, , oat, , , croissant] = GOODS;
  if (espresso && oat && croissant) {
    till.ring(espresso, 3);
    till.ring(croissant);
    till.ring(oat, 2);
  }
  return till.sale().lines;
}

function summary(number: number): OrderSummary {
  return {
    number: String(number).padStart(6, '0'), at: '21 Nov 14:32', total: amount(1619 + number * 7),
    state: number % 7 === 0 ? 'unpaid' : 'paid', tenders: number % 3 === 0 ? ['cash'] : ['card'],
  };
}

function order(number: string): OrderView {
  if (Number(number) > 124) throw refusal('not_found');
  return {
    summary: { ...summary(Number(number)), number }, lines: sold(), has_receipt: true,
    attempts: [{
      reference: 'TB1K7Q2M9XAB4C', transaction: 'f2a1c0de-77', terminal: COUNTER.name, account: ACCOUNT.label, state: 'approved', amount: amount(1619), link: null,
      observations: [
        { at: '14:32:05', event: 'created', state: 'created' },
        { at: '14:32:05', event: 'sent', state: 'in_progress' },
        { at: '14:32:11', event: 'progress', state: 'in_progress' },
        { at: '14:32:16', event: 'approved', state: 'approved' },
      ],
    }],
  };
}

const FORMS = [
  {
    kind: 'other', name: 'Other system', default_address: 'https://api.example', fields: [{ name: 'merchant_code', required: true }],
    options: ['description', 'tip', 'instalments', 'card_type', 'fiscal'],
    secrets: [{ name: 'client_secret', required: true }, { name: 'webhook_secret', required: false }],
  },
  { kind: 'merchant-api', name: 'MerchantAPI (CM.com)', default_address: null, fields: [], options: [], secrets: [{ name: 'api_key', required: true }] },
];

const figure = (count: number, minor: number) => ({ count: String(count), amount: amount(minor) });

export function dayTotals(): DayTotalsView {
  return {
    day: '21 Nov 2026', at: '18:05', sales: figure(41, 123456), refunds: figure(1, 250),
    tenders: [
      { kind: 'cash', taken: figure(30, 90055), given_back: figure(1, 250), rounding: amount(-1) },
      { kind: 'card', taken: figure(11, 33400), given_back: null, rounding: null },
    ],
    taxes: [
      { rate: '9 %', net: amount(103170), tax: amount(9286), gross: amount(112456) },
      { rate: '21 %', net: amount(9091), tax: amount(1909), gross: amount(11000) },
    ],
    terminals: [
      {
        id: 't1', name: COUNTER.name, serial: COUNTER.serial, ours_charged: figure(11, 33400), ours_refunded: figure(0, 0),
        theirs_charged: figure(12, 34100), theirs_refunded: figure(0, 0), slip: SLIP, slip_fault: null, fault: null,
        differences: [
          { kind: 'charge_without_sale', name: 'inv2112280004', order: null, amount: amount(700) },
          { kind: 'sale_without_charge', name: 'TB1K7Q2M9XAB4C', order: '000124', amount: amount(1619) },
        ],
      },
      {
        id: 't2', name: GARDEN.name, serial: GARDEN.serial, ours_charged: figure(0, 0), ours_refunded: figure(0, 0),
        theirs_charged: figure(0, 0), theirs_refunded: figure(0, 0), slip: null, slip_fault: 'no_answer', fault: null, differences: [],
      },
    ],
    accounts: [{
      id: 'a2', name: 'Online account', others_charged: figure(1, 777), others_refunded: figure(0, 0),
      differences: [{ kind: 'charge_without_sale', name: 'STRANGER1', order: null, amount: amount(777) }],
    }],
    text: receiptText('000124', sold(), '16,19', 'VISA', SLIP),
  };
}

function historyPage(page: string | null): HistoryView {
  const row = (number: number, over: Partial<HistoryView['rows'][number]> = {}) => ({
    transaction: `T${number}`, reference: `TB1K7Q2M9XAB${number}`, operation: 'purchase', at: '21 Nov 14:32', amount: amount(1000 + number), tip: null, currency: null,
    state: 'approved', state_text: 'CLEARED APPROVED', card: 'V PAY •••• 1234', linked: true, order: String(number).padStart(6, '0'), ...over,
  });
  if (page !== null) return { terminal: 't1', rows: [row(30), row(11)], next: null, total: '4' };
  return {
    terminal: 't1', next: '2', total: '4',
    rows: [row(42, { tip: amount(50) }), row(41, { state: 'declined', state_text: 'CANCELLED DECLINED' }), row(30, { reference: 'inv2112280004', linked: false, order: null, operation: 'refund' })],
  };
}

const key = (id: string, label: string, in_use: string) => ({ id, label, last_used: '21 Nov 2026 14:32', from: null, until: null, in_use, secret_lost: false });
const ONE_KEY: KeysView = { account: 'a1', keys: [key('767854635839', 'Initial API key', 'yes')], rotation: null };

export function rotating(view: KeysView, label: string, step: 'creating' | 'kept' | 'switched' | 'proved'): KeysView {
  const lost = step === 'creating';
  return {
    ...view,
    keys: [key('767854635839', 'Initial API key', lost || step === 'kept' ? 'yes' : 'no'), { ...key('854844465', label, lost || step === 'kept' ? 'no' : 'yes'), secret_lost: lost }],
    rotation: { label, step, key: lost ? null : '854844465' },
  };
}
