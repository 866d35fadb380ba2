import type { CommandError } from '../src/ipc/generated/CommandError';
import type { ErrorCode } from '../src/ipc/generated/ErrorCode';
import type { FinishedView } from '../src/ipc/generated/FinishedView';
import type { LineView } from '../src/ipc/generated/LineView';
import type { MoneyEnd } from '../src/ipc/generated/MoneyEnd';
import type { NoticeView } from '../src/ipc/generated/NoticeView';
import type { PaymentView } from '../src/ipc/generated/PaymentView';
import type { PersonView } from '../src/ipc/generated/PersonView';
import type { RefundView } from '../src/ipc/generated/RefundView';
import type { SaleView } from '../src/ipc/generated/SaleView';
import type { Stage } from '../src/ipc/generated/Stage';
import type { TenderKind } from '../src/ipc/generated/TenderKind';
import type { TerminalView } from '../src/ipc/generated/TerminalView';
import type { TillView } from '../src/ipc/generated/TillView';
import type { Transport } from '../src/ipc/transport';
import { GOODS, type Good } from './goods';
import { amount } from './money';
import { SLIP, receiptText } from './receipt';

interface Row {
  id: number;
  good: Good;
  quantity: number;
  percent: number;
}
type Args = Record<string, unknown>;

const PAGE = 24;
/** What may be asked before anybody signed in. */
const OPEN_TO_ALL = ['open', 'people', 'sign_in', 'sign_out', 'touch', 'shop_switch', 'secret_file', 'unlock_secret_file'];
export const COUNTER: TerminalView = {
  id: 't1', name: 'Sunmi P2 counter', manufacturer: 'SUNMI', model: 'P2lite', serial: 'PL0919CQ00305',
  provider: 'MerchantAPI', account: 'a1', readiness: 'ready',
};

export function refusal(code: ErrorCode, values: Record<string, string> = {}): CommandError {
  return { code, values, incident: 'demo-7f3a', details: null };
}

/** A till that keeps to the contract and pays nothing. For looking at screens and for their tests. */
export class FakeTill implements Transport {
  calls: { command: string; args: Args }[] = [];
  rows: Row[] = [];
  stage: Stage = { stage: 'ringing' };
  notices: NoticeView[] = [];
  pending: number | null = null;
  orderPercent = 0;
  parked: { id: string; rows: Row[] }[] = [];
  terminal: TerminalView | null = COUNTER;
  person: PersonView | null = null;
  signInNeeded = false;
  locksItself = false;
  secretsLocked = false;
  revision = 0;
  practice = true;
  lookingBack = false;
  lastLine: number | null = null;
  /** When set, the next command is refused with it. */
  refuse: CommandError | null = null;
  #handlers = new Map<string, (payload: never) => void>();
  #nextId = 1;

  async invoke<T>(command: string, args: Args = {}): Promise<T> {
    const name = command.replace('plugin:till|', '');
    this.calls.push({ command: name, args });
    const refused = this.refuse ?? (this.signInNeeded && !OPEN_TO_ALL.includes(name) ? refusal('nobody_signed_in') : null);
    this.refuse = null;
    if (refused) throw refused;
    return (await this.answer(name, args)) as T;
  }

  listen<T>(event: string, handler: (payload: T) => void): Promise<() => void> {
    this.#handlers.set(event, handler);
    return Promise.resolve(() => this.#handlers.delete(event));
  }

  /** Pushes the view, as the Rust side does when a payment moves on. */
  push(stage: Stage = this.stage): void {
    this.stage = stage;
    (this.#handlers.get('till:view') as ((view: TillView) => void) | undefined)?.(this.view());
  }

  /** Pushes trouble with the till's data. */
  trouble(error: CommandError): void {
    (this.#handlers.get('till:trouble') as ((error: CommandError) => void) | undefined)?.(error);
  }

  ring(good: Good, quantity = 1): void {
    const row = this.rows.find(({ good: { code } }) => code === good.code);
    const times = quantity * (this.pending ?? 1);
    this.pending = null;
    if (row) row.quantity += times;
    else this.rows.push({ id: this.#nextId++, good, quantity: times, percent: 0 });
    this.lastLine = (row ?? this.rows.at(-1))?.id ?? null;
  }

  /** What the manager's area lists for a person. */
  protected caseCount(): number {
    return 0;
  }

  /** The refund on the refund screen. */
  protected shownRefund(): RefundView | null {
    return null;
  }

  view(): TillView {
    this.revision += 1;
    return {
      revision: this.revision,
      practice: this.practice,
      shop: { name: 'Corner Bakery', currency: 'EUR', symbol: '€', decimal_mark: ',', decimals: 2, receipt_prefix: 'TB-' },
      till: 'Till 1',
      cashier: this.person?.name ?? 'Noor',
      person: this.person,
      sign_in_needed: this.signInNeeded,
      locks_itself: this.locksItself,
      secrets_locked: this.secretsLocked,
      terminal: this.terminal,
      sale: this.sale(),
      stage: this.stage,
      looking_back: this.lookingBack,
      notices: this.notices,
      journal: null,
      parked_count: this.parked.length,
      case_count: this.caseCount(),
      refund: this.shownRefund(),
    };
  }

  sale(): SaleView {
    const lines = this.rows.map((row) => lineOf(row));
    const subtotal = lines.reduce((sum, line) => sum + Number(line.total.minor), 0);
    const discount = Math.round((subtotal * this.orderPercent) / 100);
    const total = subtotal - discount;
    const tax = Math.round((total * 9) / 109);
    return {
      lines,
      last_line: this.lastLine,
      pending_quantity: this.pending === null ? null : String(this.pending),
      subtotal: amount(subtotal),
      order_discount: discount === 0 ? null : amount(discount),
      order_discount_label: discount === 0 ? null : `${this.orderPercent} %`,
      tax_rows: total === 0 ? [] : [{ letter: 'A', rate: '9 %', net: amount(total - tax), tax: amount(tax), gross: amount(total) }],
      tax: amount(tax),
      tax_included: true,
      total: amount(total),
      cash_total: amount(Math.round(total / 5) * 5),
      article_count: String(this.rows.reduce((sum, row) => sum + (row.good.unit ? 1 : row.quantity), 0)),
    };
  }

  payment(over: Partial<PaymentView> = {}): Stage {
    return {
      stage: 'paying', order: '000124', amount: this.sale().total, terminal: COUNTER.name, phase: 'waiting_for_card',
      cancel: 'possible', elapsed_seconds: 4, window_seconds: null, certain_seconds: null, link: null, checking_because: null,
      details: { reference: 'TB1K7Q2M9XAB4C', transaction: 'f2a1c0de', state: 'in_progress', fault: null, status: null },
      ...over,
    };
  }

  finished(end: MoneyEnd, tender: TenderKind, over: Partial<FinishedView> = {}): Stage {
    const { lines, total } = this.sale();
    const paid = end === 'paid';
    const slip = tender === 'card' ? SLIP : null;
    return {
      stage: 'finished', order: '000124', end, tender, total, given: null, change: null,
      card: paid && tender === 'card' ? 'VISA •••• 1234' : null, tip: null, timed_out: false, paid_despite_cancel: false, not_sent_because: null, limit: null,
      receipt: paid ? { order: '000124', text: receiptText('000124', lines, total.text, tender === 'card' ? 'VISA' : 'Cash', slip), copy: null } : null,
      details: tender === 'card' ? { reference: 'TB1K7Q2M9XAB4C', transaction: 'f2a1c0de', state: end, fault: null, status: null } : null,
      ...over,
    };
  }

  protected async answer(name: string, args: Args): Promise<unknown> {
    switch (name) {
      case 'search': return GOODS.filter((good) => good.name.toLowerCase().includes(String(args.text).toLowerCase())).slice(0, 12);
      case 'categories': return [...new Set(GOODS.map(({ category }) => category))].map((category) => ({ name: category, count: 1 }));
      case 'items': return page(String(args.category), Number(args.offset));
      case 'parked': return this.parked.map(({ id, rows }) => ({ id, label: rows[0]?.good.name ?? '', lines: rows.length, total: amount(rows.reduce((sum, { good, quantity }) => sum + good.cents * quantity, 0)), at: '14:02' }));
      case 'reprint': {
        const receipt = this.stage.stage === 'finished' ? this.stage.receipt : null;
        return { order: String(args.number), text: `${' '.repeat(17)}COPY 1\n${receipt?.text ?? ''}`, copy: 1 };
      }
      case 'save_receipt_pdf': return { path: `Documents/Tillbridge/receipt-${String(args.number)}.pdf` };
      default:
        this.change(name, args);
        return this.view();
    }
  }

  protected change(name: string, args: Args): void {
    switch (name) {
      case 'enter': return this.#enter(String(args.text));
      case 'add_item': return this.#add(String(args.code));
      case 'change_quantity': this.#row(args).quantity += Number(args.by); return;
      case 'set_quantity': this.#row(args).quantity = Number(String(args.quantity).replace(',', '.')); return;
      case 'discount_line': this.#row(args).percent = Number.parseFloat(String(args.discount ?? '0')); return;
      case 'discount_order': this.orderPercent = Number.parseFloat(String(args.discount ?? '0')); return;
      case 'void_line': this.rows = this.rows.filter(({ id }) => id !== args.line); return;
      case 'clear_basket': this.rows = []; return;
      case 'clear_pending': this.pending = null; return;
      case 'park': this.parked.push({ id: `p${this.parked.length}`, rows: this.rows }); this.rows = []; return;
      case 'recall': {
        if (this.rows.length > 0) throw refusal('basket_in_the_way');
        this.rows = this.parked.find(({ id }) => id === args.id)?.rows ?? [];
        this.parked = this.parked.filter(({ id }) => id !== args.id);
        return;
      }
      case 'pay_card':
        if (!this.terminal) throw refusal('no_terminal');
        this.stage = this.payment({ phase: 'sent', elapsed_seconds: 0 });
        return;
      case 'pay_cash': return this.#cash(args.given as string | null);
      case 'cancel_payment': this.stage = this.payment({ cancel: 'cancelling' }); return;
      case 'next_sale':
        if (this.stage.stage === 'finished' && this.stage.end === 'paid') this.rows = [];
        this.stage = { stage: 'ringing' };
        return;
      case 'withdraw_link': case 'open_customer_page': return;
      case 'set_aside':
        this.notices = [{ id: 1, kind: 'following', order: '000124', refund: null, payment: null, case: null, amount: this.sale().total }];
        this.rows = [];
        this.stage = { stage: 'ringing' };
        return;
      case 'dismiss_notice': this.notices = this.notices.filter(({ id }) => id !== args.id); return;
    }
  }

  #enter(text: string): void {
    const [, times, rest] = /^(?:([\d.,]+)\s*[*×]\s*)?(.*)$/.exec(text.trim()) ?? [];
    if (times) this.pending = Number(times);
    if (rest) this.#add(rest);
  }

  #add(code: string): void {
    if (this.stage.stage === 'paying') throw refusal('basket_locked');
    const good = GOODS.find((candidate) => candidate.code === code);
    if (!good) throw refusal('unknown_code', { code });
    if (this.stage.stage === 'finished') {
      this.rows = [];
      this.stage = { stage: 'ringing' };
    }
    this.ring(good);
  }

  #cash(given: string | null): void {
    const { cash_total: total } = this.sale();
    const cents = given === null ? Number(total.minor) : Math.round(Number(given.replace(',', '.')) * 100);
    const change = cents - Number(total.minor);
    if (change < 0) throw refusal('not_enough_cash', { missing: amount(-change).text });
    this.stage = this.finished('paid', 'cash', { total, given: given === null ? null : amount(cents), change: amount(change) });
  }

  #row(args: Args): Row {
    const row = this.rows.find(({ id }) => id === args.line);
    if (!row) throw refusal('not_found');
    this.lastLine = row.id;
    return row;
  }
}

function lineOf({ id, good, quantity, percent }: Row): LineView {
  const full = Math.round(good.cents * quantity);
  const discount = Math.round((full * percent) / 100);
  return {
    id, code: good.code, name: good.name, unit: good.unit, unit_price: good.price, tax_letter: good.rate === 9 ? 'A' : 'B',
    quantity: good.unit ? quantity.toFixed(3).replace('.', ',') : String(quantity),
    discount_label: percent === 0 ? null : `${percent} %`,
    discount: percent === 0 ? null : amount(discount),
    total: amount(full - discount),
  };
}

function page(category: string, offset: number): Good[] {
  const all = category === '' ? GOODS.slice(0, 15) : GOODS.filter((good) => good.category === category);
  return all.slice(offset, offset + PAGE);
}
