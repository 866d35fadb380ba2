import type { App } from '../src/state/app.svelte';
import { FakeShop, rotating } from './fake-screens';
import { refusal } from './fake-till';
import { GOODS, type Good } from './goods';
import { amount } from './money';
import { SLIP, receiptText } from './receipt';

const at = (index: number): Good => GOODS[index] ?? (GOODS[0] as Good);

function three(till: FakeShop): void {
  till.ring(at(0), 3);
  till.ring(at(5));
  till.ring(at(2), 2);
  const row = till.rows[2];
  if (row) row.percent = 10;
}
function many(till: FakeShop): void {
  for (const good of GOODS.slice(0, 12)) till.ring(good, good.unit ? 1.25 : 1);
  for (const good of GOODS.slice(15, 33)) till.ring(good, 2);
}

type Prepare = (till: FakeShop) => void;
type Then = (app: App) => unknown;

/** What can be looked at, by name: the till before it opens, and what a person does then. */
export const SCENES: Record<string, [Prepare, Then?]> = {
  empty: [() => undefined],
  one: [(till) => till.ring(at(0))],
  three: [three],
  many: [many],
  long: [(till) => { till.ring(at(12)); till.ring(at(4)); }],
  huge: [(till) => till.ring(at(14))],
  cents: [(till) => till.ring({ ...at(0), name: 'Bag', cents: 1, price: amount(1) })],
  damaged: [(till) => { till.refuse = refusal('database_damaged'); }],
  backups: [() => undefined, (app) => { app.manager.show('backups'); app.screen.go('manager'); }],
  pending: [(till) => { three(till); till.pending = 3; }],
  cases: [(till) => { three(till); till.cases.begin(); }, (app) => { app.manager.show('cases'); app.screen.go('manager'); }],
  deciding: [
    (till) => till.cases.begin(),
    (app) => { app.manager.show('cases'); app.screen.go('manager'); setTimeout(() => { void app.manager.cases.lookAgain().then(() => app.manager.cases.choose('money_came_in')); }, 300); },
  ],
  twice: [(till) => {
    three(till);
    till.cases.begin();
    till.notices = [{ id: 3, kind: 'paid_twice', order: '000119', refund: null, payment: '000119B4C5D6E7', case: '000119B4C5D6E7', amount: amount(650) }];
  }],
  typed: [three, (app) => app.entry.press('20')],
  search: [three, (app) => app.entry.type('coff')],
  unknown: [three, (app) => app.entry.scanned('8712345678999', '')],
  noterminal: [(till) => { three(till); till.terminal = null; }, (app) => app.payments.card()],
  discounted: [(till) => { three(till); till.orderPercent = 10; }],
  notices: [(till) => { three(till); till.notices = [
    { id: 1, kind: 'following', order: '000121', refund: null, payment: null, case: null, amount: amount(2380) },
    { id: 2, kind: 'found_paid', order: '000119', refund: null, payment: null, case: null, amount: amount(650) },
  ]; }],
  sent: [(till) => { three(till); till.stage = till.payment({ phase: 'sent', elapsed_seconds: 0 }); }],
  waiting: [(till) => { three(till); till.stage = till.payment(); }],
  readerwaits: [(till) => { three(till); till.stage = till.payment({ window_seconds: 60 }); }],
  link: [(till) => { three(till); till.stage = till.payment({ phase: 'sent', terminal: 'Pay by link', link: { address: 'https://checkout.example/pay/8f9316a3-cda9', qr_svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7h-7z"/></svg>' } }); }],
  tip: [(till) => { three(till); till.stage = till.finished('paid', 'card', { tip: amount(162) }); }],
  readers: [(till) => { three(till); till.devices.offered = true; }, (app) => app.screen.go('terminals')],
  pin: [(till) => { three(till); till.stage = till.payment({ phase: 'entering_pin', elapsed_seconds: 9 }); }],
  processing: [(till) => { three(till); till.stage = till.payment({ phase: 'processing', elapsed_seconds: 12 }); }],
  makingsure: [(till) => { three(till); till.stage = till.payment({ cancel: 'cancelling', phase: 'waiting_for_card', elapsed_seconds: 12, window_seconds: 60, certain_seconds: 85 }); }],
  signing: [(till) => { three(till); till.stage = till.payment({ phase: 'signing', elapsed_seconds: 15 }); }],
  toomuch: [(till) => { till.ring(at(14)); till.stage = till.finished('not_sent', 'card', { not_sent_because: 'refused' }); }],
  cancelling: [(till) => { three(till); till.stage = till.payment({ cancel: 'cancelling', elapsed_seconds: 12 }); }],
  toolate: [(till) => { three(till); till.stage = till.payment({ cancel: 'too_late', phase: 'processing', elapsed_seconds: 14 }); }],
  checking: [(till) => { many(till); till.stage = till.payment({ phase: 'checking', elapsed_seconds: 47, details: { reference: 'TB1K7Q2M9XAB4C', transaction: null, state: 'unknown', fault: 'connection closed before the answer', status: 502 } }); }],
  paidcard: [(till) => { three(till); till.stage = till.finished('paid', 'card'); }],
  paidcash: [(till) => { three(till); till.stage = till.finished('paid', 'cash', { given: amount(2000), change: amount(381) }); }],
  despite: [(till) => { three(till); till.stage = till.finished('paid', 'card', { paid_despite_cancel: true }); }],
  declined: [(till) => { three(till); till.stage = till.finished('declined', 'card'); }],
  cancelled: [(till) => { three(till); till.stage = till.finished('cancelled', 'card'); }],
  timedout: [(till) => { three(till); till.stage = till.finished('cancelled', 'card', { timed_out: true }); }],
  notsent: [(till) => { three(till); till.stage = till.finished('not_sent', 'card'); }],
  wrongkey: [(till) => { three(till); till.stage = till.finished('not_sent', 'card', { not_sent_because: 'wrong_key' }); }],
  person: [(till) => { three(till); till.stage = till.finished('needs_person', 'card'); }],
  hugepaid: [(till) => { till.ring(at(14)); till.stage = till.finished('paid', 'cash', { given: amount(10000000), change: amount(1) }); }],
  refund: [three, (app) => app.refunds.open('000124')],
  refundlines: [three, async (app) => { await app.refunds.open('000124'); app.refunds.chooseMode('lines'); }],
  refunding: [(till) => { three(till); till.refunds.shown = till.refunds.running(500); }, (app) => app.screen.go('refund')],
  refunded: [(till) => { three(till); till.refunds.shown = till.refunds.running(500, { stage: 'refunded', slip: { order: 'R000001', text: receiptText('R000001', [], '5,00', 'VISA', SLIP), copy: null } }); }, (app) => app.screen.go('refund')],
  refundwaits: [(till) => { three(till); till.refunds.shown = till.refunds.running(500, { stage: 'waiting', terminal: null, next_try: '14:37', because: 'refund_too_early' }); }, (app) => app.screen.go('refund')],
  terminals: [three, (app) => app.screen.go('terminals')],
  candidate: [three, (app) => { app.screen.go('terminals'); setTimeout(() => void app.terminals.read('PL0919CQ00777'), 200); }],
  badtext: [three, (app) => { app.screen.go('terminals'); setTimeout(() => void app.terminals.read('hello'), 200); }],
  orders: [three, (app) => { app.screen.go('orders'); return app.orders.show('000124'); }],
  fleet: [three, (app) => { app.screen.go('manager'); app.manager.show('fleet'); setTimeout(() => app.fleet.choose('f1'), 300); }],
  fleetact: [three, (app) => { app.screen.go('manager'); app.manager.show('fleet'); setTimeout(() => { app.fleet.choose('f2'); app.fleet.ask('allocate'); }, 300); }],
  settings: [three, (app) => { app.screen.go('settings'); return app.settings.importFile(new File(['x'], 'a.csv')); }],
  signedin: [(till) => { three(till); till.withPeople(); }],
  switch: [(till) => { three(till); till.withPeople(); }, (app) => app.people.switchPerson()],
  signin: [(till) => { till.withPeople(); till.person = null; till.signInNeeded = true; }],
  wrongpin: [(till) => { till.withPeople(); till.person = null; till.signInNeeded = true; }, (app) => app.people.signIn('2', '0000')],
  manager: [(till) => { three(till); till.withPeople(); }, (app) => app.people.askManager('Remove Anna')],
  day: [three, (app) => app.screen.go('manager')],
  history: [three, (app) => { app.manager.show('history'); app.screen.go('manager'); }],
  payouts: [three, (app) => { app.manager.show('payouts'); app.screen.go('manager'); }],
  header: [three, async (app) => { app.screen.go('settings'); await new Promise((done) => setTimeout(done, 200)); return app.receiptHeader.ask(); }],
  keys: [three, (app) => { app.manager.show('keys'); app.screen.go('manager'); }],
  rotated: [(till) => { three(till); till.keys = rotating(till.keys, 'Second half', 'proved'); }, (app) => { app.manager.show('keys'); app.screen.go('manager'); }],
  lostkey: [(till) => { three(till); till.keys = rotating(till.keys, 'Second half', 'creating'); }, (app) => { app.manager.show('keys'); app.screen.go('manager'); }],
  keyends: [(till) => { three(till); till.warnings = [{ account: 'a1', label: 'Practice shop', until: '28 Nov 2026 00:00', days_left: 6 }]; }],
  help: [three, (app) => app.screen.ask('help')],
  discount: [three, (app) => app.screen.ask('discount')],
  clear: [three, (app) => app.screen.ask('clear')],
  parked: [(till) => { three(till); till.parked = [{ id: 'p0', rows: till.rows }]; till.rows = []; }, (app) => app.screen.ask('parked')],
  menu: [three, (app) => { app.screen.menu = true; }],
  internal: [three, (app) => app.till.run('basket', () => Promise.reject(refusal('disk_full')))],
};
