import type { Amount } from './generated/Amount';
import type { OrderSummary } from './generated/OrderSummary';
import type { ReceiptView } from './generated/ReceiptView';
import type { RefundableView } from './generated/RefundableView';
import type { RefundAsk } from './generated/RefundAsk';
import type { SavedPdf } from './generated/SavedPdf';
import type { TillView } from './generated/TillView';

type Call = <T>(name: string, args?: Record<string, unknown>) => Promise<T>;
type Change = (name: string, args?: Record<string, unknown>) => Promise<TillView>;

/** Finding an order and giving its money back. */
export function refundCommands(call: Call, change: Change) {
  return {
    searchOrders: (text: string) => call<OrderSummary[]>('search_orders', { text }),
    refundable: (order: string) => call<RefundableView>('refundable', { order }),
    previewRefund: (ask: RefundAsk) => call<Amount>('preview_refund', { ask }),
    refund: (ask: RefundAsk, approval: string | null) => change('refund', { ask, approval }),
    refundWithoutPurchase: (amount: string, reason: string, terminal: string | null, approval: string) =>
      change('refund_without_purchase', { amount, reason, terminal, approval }),
    showRefund: (number: string) => change('show_refund', { number }),
    leaveRefund: () => change('leave_refund'),
    cancelRefund: (number: string) => change('cancel_refund', { number }),
    withdrawRefund: (number: string) => change('withdraw_refund', { number }),
    reprintRefundSlip: (number: string) => call<ReceiptView>('reprint_refund_slip', { number }),
    saveRefundSlipPdf: (number: string) => call<SavedPdf>('save_refund_slip_pdf', { number }),
    setRefundsNeedManager: (needed: boolean, approval: string) =>
      change('set_refunds_need_manager', { needed, approval }),
  };
}
