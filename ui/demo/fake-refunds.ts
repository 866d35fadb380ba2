import type { RefundAsk } from '../src/ipc/generated/RefundAsk';
import type { RefundableView } from '../src/ipc/generated/RefundableView';
import type { RefundOriginView } from '../src/ipc/generated/RefundOriginView';
import type { RefundSummary } from '../src/ipc/generated/RefundSummary';
import type { RefundView } from '../src/ipc/generated/RefundView';
import { refusal } from './fake-till';
import { amount } from './money';

const TOTAL = 1619;
export const CARD: RefundOriginView = {
  id: '000124A7K2M9QX', tender: 'card', card: 'VISA •••• 1234', too_much: false, paid: amount(TOTAL), left: amount(TOTAL), open: true,
  terminals: [{ id: 't1', name: 'Sunmi P2 counter' }],
};

/** What can be given back of the pretended orders, and the refund that is shown. */
export class FakeRefunds {
  shown: RefundView | null = null;
  origins: RefundOriginView[] = [CARD];
  needsManager = false;
  left = TOTAL;
  /** The refunds of the pretended orders. */
  made: RefundSummary[] = [];

  refundable(order: string): RefundableView {
    return {
      order, goods_left: amount(this.left), needs_manager: this.needsManager, refunds: this.made,
      lines: [
        { position: 1, name: 'Espresso', sold: '3', pieces_left: 3, returnable: true, amount_left: amount(750) },
        { position: 2, name: 'Bananas', sold: '0,750 kg', pieces_left: null, returnable: true, amount_left: amount(149) },
        { position: 3, name: 'Croissant', sold: '1', pieces_left: 0, returnable: false, amount_left: amount(0) },
      ],
      origins: this.origins,
    };
  }

  cents(ask: RefundAsk): number {
    if (ask.amount !== null) return Math.round(Number(ask.amount.replace(',', '.')) * 100);
    if (ask.lines.length === 0) return this.left;
    return ask.lines.reduce((sum, { position, pieces }) => sum + (position === 1 ? (pieces ?? 0) * 250 : 149), 0);
  }

  preview(ask: RefundAsk) {
    const cents = this.cents(ask);
    if (cents > this.left) throw refusal('refund_too_much', { left: amount(this.left).text });
    if (!(cents > 0)) throw refusal('bad_amount', { text: ask.amount ?? '' });
    return amount(cents);
  }

  running(cents: number, over: Partial<RefundView> = {}): RefundView {
    return {
      number: 'R000001', order: '000124', amount: amount(cents), tender: 'card', stage: 'running', phase: 'waiting_for_card',
      cancel: 'possible', terminal: 'Sunmi P2 counter', elapsed_seconds: 3, next_try: null, because: null, limit: null, slip: null,
      details: { reference: 'R00124B2K7M1QX', transaction: 'f2a1c0de-91', state: 'pending', fault: null, status: null },
      ...over,
    };
  }

  /** Answers a command about refunds; undefined for any other. */
  answer(name: string, args: Record<string, unknown>): unknown {
    switch (name) {
      case 'refundable': return this.refundable(String(args.order));
      case 'preview_refund': return this.preview(args.ask as RefundAsk);
      case 'reprint_refund_slip': return { order: String(args.number), text: 'COPY 1\nREFUND', copy: 1 };
      case 'save_refund_slip_pdf': return { path: `receipts/${String(args.number)}.pdf` };
      default: return undefined;
    }
  }

  /** Changes what is shown; answers whether the command was one about refunds. */
  change(name: string, args: Record<string, unknown>): boolean {
    switch (name) {
      case 'refund': this.shown = this.running(this.cents(args.ask as RefundAsk)); return true;
      case 'refund_without_purchase': this.shown = this.running(500, { order: null }); return true;
      case 'show_refund': this.shown = this.running(500, { number: String(args.number) }); return true;
      case 'leave_refund': this.shown = null; return true;
      case 'cancel_refund': if (this.shown) this.shown = { ...this.shown, cancel: 'cancelling' }; return true;
      case 'withdraw_refund': if (this.shown) this.shown = { ...this.shown, stage: 'not_sent' }; return true;
      default: return false;
    }
  }
}
