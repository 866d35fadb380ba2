import type { AccountEntry } from './generated/AccountEntry';
import type { AccountFormView } from './generated/AccountFormView';
import type { AccountView } from './generated/AccountView';
import type { BehindPayoutView } from './generated/BehindPayoutView';
import type { CaseChoice } from './generated/CaseChoice';
import type { CaseDetailView } from './generated/CaseDetailView';
import type { CaseView } from './generated/CaseView';
import type { DayTotalsView } from './generated/DayTotalsView';
import type { HeaderProposalView } from './generated/HeaderProposalView';
import type { HistoryRowView } from './generated/HistoryRowView';
import type { HistoryView } from './generated/HistoryView';
import type { KeysView } from './generated/KeysView';
import type { KeyWarning } from './generated/KeyWarning';
import type { LookView } from './generated/LookView';
import type { PayoutPeriodAsk } from './generated/PayoutPeriodAsk';
import type { PayoutsView } from './generated/PayoutsView';
import type { ReceiptHeaderView } from './generated/ReceiptHeaderView';
import type { SavedPdf } from './generated/SavedPdf';
import type { TillView } from './generated/TillView';

type Call = <T>(name: string, args?: Record<string, unknown>) => Promise<T>;

/** Accounts, and what the manager's area shows. `approval` is a manager's yes to that one act. */
export function managerCommands(call: Call) {
  return {
    accounts: () => call<AccountView[]>('accounts'),
    testAccount: (id: string) => call<null>('test_account', { id }),
    accountForms: () => call<AccountFormView[]>('account_forms'),
    addAccount: (kind: string, entry: AccountEntry, approval: string) =>
      call<AccountView[]>('add_account', { kind, entry, approval }),
    editAccount: (id: string, entry: AccountEntry, approval: string) =>
      call<AccountView[]>('edit_account', { id, entry, approval }),
    disableAccount: (id: string, approval: string) => call<AccountView[]>('disable_account', { id, approval }),
    enableAccount: (id: string, approval: string) => call<AccountView[]>('enable_account', { id, approval }),
    removeAccount: (id: string, approval: string) => call<AccountView[]>('remove_account', { id, approval }),

    goOnDespiteJournal: (reason: string, approval: string) => call<TillView>('go_on_despite_journal', { reason, approval }),
    enterManagerArea: (approval: string) => call<null>('enter_manager_area', { approval }),
    leaveManagerArea: () => call<null>('leave_manager_area'),
    cases: () => call<CaseView[]>('cases'),
    caseOf: (reference: string) => call<CaseDetailView>('case', { reference }),
    caseCandidates: (reference: string) => call<HistoryRowView[]>('case_candidates', { reference }),
    lookAgain: (reference: string) => call<LookView>('look_again', { reference }),
    decideCase: (reference: string, choice: CaseChoice, transaction: string | null, reason: string, approval: string) =>
      call<CaseDetailView>('decide_case', { reference, choice, transaction, reason, approval }),
    attachLatePayment: (reference: string) => call<TillView>('attach_late_payment', { reference }),

    dayTotals: () => call<DayTotalsView>('day_totals'),
    saveDayTotalsPdf: () => call<SavedPdf>('save_day_totals_pdf'),
    history: (terminal: string, page: string | null) => call<HistoryView>('history', { terminal, page }),
    payoutAccounts: () => call<AccountView[]>('payout_accounts'),
    payouts: (account: string, period: PayoutPeriodAsk) => call<PayoutsView>('payouts', { account, period }),
    behindPayout: (account: string, code: string) => call<BehindPayoutView>('behind_payout', { account, code }),
    profileAccounts: () => call<AccountView[]>('profile_accounts'),
    proposedHeader: (account: string) => call<HeaderProposalView>('proposed_header', { account }),
    setReceiptHeader: (header: ReceiptHeaderView, approval: string) =>
      call<TillView>('set_receipt_header', { header, approval }),
    keyAccounts: () => call<string[]>('key_accounts'),
    apiKeys: (account: string) => call<KeysView>('api_keys', { account }),
    keyWarnings: () => call<KeyWarning[]>('key_warnings'),
    beginRotation: (account: string, label: string, until: string | null, approval: string) =>
      call<KeysView>('begin_rotation', { account, label, until, approval }),
    continueRotation: (account: string, approval: string) =>
      call<KeysView>('continue_rotation', { account, approval }),
    finishRotation: (account: string, old: string | null, approval: string) =>
      call<KeysView>('finish_rotation', { account, old, approval }),
    keepOldKey: (account: string, approval: string) => call<KeysView>('keep_old_key', { account, approval }),
    abandonRotation: (account: string, approval: string) =>
      call<KeysView>('abandon_rotation', { account, approval }),
    revokeKey: (account: string, key: string, approval: string) =>
      call<KeysView>('revoke_key', { account, key, approval }),
  };
}
