import type { AccountView } from '../src/ipc/generated/AccountView';
import type { HeaderProposalView } from '../src/ipc/generated/HeaderProposalView';
import type { PayoutPeriodAsk } from '../src/ipc/generated/PayoutPeriodAsk';
import type { PayoutsView } from '../src/ipc/generated/PayoutsView';
import type { ReceiptHeaderView } from '../src/ipc/generated/ReceiptHeaderView';
import type { FakePeople } from './fake-people';
import { refusal } from './fake-till';
import { amount } from './money';

const ACCOUNT: AccountView = { id: 'a3', kind: 'other', provider: 'Other system', label: 'Practice links', base_url: 'http://127.0.0.1:40321', practice: true, enabled: true, fields: {} };
const total = (currency: string, count: number, paid: number, deducted: number, fee: number) => ({
  currency, count: String(count), paid_out: amount(paid), deducted: deducted === 0 ? null : amount(deducted), fee: amount(fee), net: amount(paid + deducted),
});
const line = (id: string, minor: number, over: Partial<PayoutsView['transfers'][number]['lines'][number]> = {}) => ({
  id, kind: minor < 0 ? 'refund_deduction' : 'payout', state: 'done', status: 'SUCCESSFUL', amount: amount(minor), currency: 'EUR', fee: amount(minor < 0 ? 0 : 23), code: `TEENS${id}`, ...over,
});

/** What a payment system tells beside payments: what it paid out, and who the merchant is. */
export class FakeAccounting {
  accounts = [ACCOUNT];
  lines = true;
  header: ReceiptHeaderView = { name: 'Corner Bakery', address: ['Brugstraat 12', '9711 HX Groningen'], vat_id: null, phone: '+31 50 000 00 00' };

  constructor(readonly staff: FakePeople) {}

  knows(name: string): boolean {
    return ['payout_accounts', 'payouts', 'behind_payout', 'profile_accounts', 'proposed_header', 'set_receipt_header'].includes(name);
  }

  answer(name: string, args: Record<string, unknown>): unknown {
    switch (name) {
      case 'payouts': return this.#payouts(args.period as PayoutPeriodAsk);
      case 'behind_payout': return args.code === 'TEENS9' ? { linked: false, order: null } : { linked: true, order: '000042' };
      case 'proposed_header': return this.#proposal();
      case 'set_receipt_header': this.staff.take(args.approval); this.header = args.header as ReceiptHeaderView; return null;
      default: return this.accounts;
    }
  }

  #payouts(period: PayoutPeriodAsk): PayoutsView {
    if (period.period === 'between' && period.first > period.last) throw refusal('bad_period');
    const days = period.period === 'between' ? { first: period.first, last: period.last } : { first: '2026-10-23', last: '2026-11-21' };
    if (!this.lines) return { account: 'a3', ...days, totals: [], transfers: [], left_out: 0 };
    return {
      account: 'a3', ...days, left_out: 1, totals: [total('EUR', 4, 4850, -250, 69)],
      transfers: [
        { day: '21 Nov 2026', reference: 'payout-2026-11-21', totals: [total('EUR', 2, 1596, -250, 23)], lines: [line('11', 1596), line('10', -250)] },
        { day: '20 Nov 2026', reference: null, totals: [total('EUR', 2, 3254, 0, 46)], lines: [line('9', 1627), line('8', 1627, { code: null }), line('7', 500, { state: 'failed', status: 'FAILED' })] },
      ],
    };
  }

  #proposal(): HeaderProposalView {
    return { now: this.header, proposed: { ...this.header, name: 'Corner Bakery & Sons', vat_id: 'NL000000000B00' } };
  }
}
