//! The person at the till: sells, waits, cancels, loses patience, presses twice, starts the till again.

use std::time::Duration;

use money::{Currency, Money};
use planted::Bug;

use crate::disk::OrderState;
use crate::executor::Home;
use crate::faults::{Fault, Operation};
use crate::manager;
use crate::till::Till;
use crate::world::{Shown, Sim};

/// Terminals at each cloud.
const TERMINALS: usize = 2;
/// How often a customer tries again.
const TRIES: u32 = 3;
/// Orders a hasty cashier begins beside the one on the screen have numbers above this.
const BESIDE: u32 = 10_000;

/// A cashier who can force a payment done does so at this look at the screen.
const FORCED_AT: u32 = 30;

/// One shift.
pub(crate) async fn shift(sim: Sim, orders: u32) {
    let mut cashier = Cashier { till: Till::start(&sim), sim };
    for order in 1..=orders {
        cashier.sell(order).await;
        cashier.refund_some(order).await;
        let till = cashier.till().await;
        manager::sees_to_some(&cashier.sim, &till).await;
    }
    let now = cashier.sim.now();
    cashier.sim.world().heal(now);
    cashier.sim.tell(|| "nothing fails any more".to_owned());
    let till = cashier.till().await;
    // Everything that was under way has been looked at often enough; what is left is a person's.
    cashier.sim.pause(Duration::from_secs(2 * 3600), Duration::from_secs(4 * 3600)).await;
    manager::sees_to_some(&cashier.sim, &till).await;
}

struct Cashier {
    sim: Sim,
    till: Till,
}

impl Cashier {
    /// The running till, started again if it has ended.
    async fn till(&mut self) -> Till {
        if !self.till.runs() {
            self.sim.pause(Duration::from_secs(1), Duration::from_secs(60)).await;
            if !self.till.runs() {
                self.till = Till::start(&self.sim);
            }
        }
        self.till.clone()
    }

    async fn sell(&mut self, order: u32) {
        self.sim.world().sales += 1;
        let (amount, cloud, mut terminal) = {
            let mut world = self.sim.world();
            let amount = Money::new(world.rng.i64(1..=20_000), Currency::EUR);
            let clouds = world.clouds.len();
            (amount, world.rng.usize(..clouds), world.rng.usize(..TERMINALS))
        };
        for _ in 0..TRIES {
            self.press_card(order, amount, cloud, terminal).await;
            match self.wait(order, cloud, terminal).await {
                Shown::NotCharged | Shown::Refused => {
                    if self.sim.world().rng.u8(..10) < 3 {
                        return;
                    }
                    self.sim.pause(Duration::from_secs(1), Duration::from_secs(10)).await;
                    terminal = self.sim.world().rng.usize(..TERMINALS);
                }
                Shown::Paid | Shown::NeedsPerson | Shown::Running => return,
            }
        }
    }

    async fn press_card(&mut self, order: u32, amount: Money, cloud: usize, terminal: usize) {
        let till = self.till().await;
        let person = self.sim.world().weather.person;
        let twice = self.sim.world().chance(person);
        for _ in 0..=u8::from(twice) {
            let (till, sim) = (till.clone(), self.sim.clone());
            self.sim.spawner.spawn(Home::Till, async move {
                if let Err(error) = till.pay(order, amount, cloud, terminal).await {
                    sim.tell(|| format!("order {order}: refused: {error}"));
                    let mut world = sim.world();
                    world.screen.entry(order).or_insert(Shown::Refused);
                }
            });
        }
    }

    /// Until the screen tells how the payment ended, or the cashier sets it aside.
    async fn wait(&mut self, order: u32, cloud: usize, terminal: usize) -> Shown {
        let stops_after = {
            let rng = &mut self.sim.world().rng;
            (rng.u8(..5) == 0).then(|| rng.u32(..30))
        };
        for look in 0..600 {
            self.sim.pause(Duration::from_millis(300), Duration::from_secs(3)).await;
            let till = self.till().await;
            let shown = self.shown(order);
            if let Some(shown) = shown.filter(|shown| *shown != Shown::Running) {
                self.sim.world().screen.remove(&order);
                return shown;
            }
            if planted::is(Bug::R12) && look == FORCED_AT {
                self.force_done(order);
                return Shown::Paid;
            }
            if stops_after == Some(look) {
                till.cancel(order);
            }
            let person = self.sim.world().weather.person / 20;
            if self.sim.world().chance(person) {
                let act = self.sim.world().rng.u8(..4);
                match act {
                    0 => till.cancel(order),
                    1 => {
                        self.meet_open(order, Fault::SetAside);
                        return Shown::Running;
                    }
                    2 => {
                        self.press_card(BESIDE + order, Money::new(100, Currency::EUR), cloud, terminal).await
                    }
                    _ => self.press_card(order, Money::new(100, Currency::EUR), cloud, terminal).await,
                }
            }
        }
        Shown::Running
    }

    /// What no till should offer.
    fn force_done(&self, order: u32) {
        if let Some(row) = self.sim.world().disk.orders.get_mut(&order) {
            row.state = OrderState::Paid;
        }
        self.sim.tell(|| format!("order {order}: forced done"));
    }

    /// What the till shows of an order: its screen, or after a new start its list of orders.
    fn shown(&self, order: u32) -> Option<Shown> {
        let world = self.sim.world();
        if let Some(shown) = world.screen.get(&order) {
            return Some(*shown);
        }
        match world.disk.orders.get(&order)?.state {
            OrderState::Paid => Some(Shown::Paid),
            OrderState::Unpaid => Some(Shown::NotCharged),
            OrderState::Paying => None,
        }
    }

    async fn refund_some(&mut self, order: u32) {
        let wanted = {
            let mut world = self.sim.world();
            let paid = world
                .disk
                .orders
                .get(&order)
                .filter(|row| row.state == OrderState::Paid)
                .map(|row| row.amount);
            paid.filter(|_| world.rng.u8(..10) < 3)
        };
        let Some(amount) = wanted else { return };
        for _ in 0..2 {
            let part = Money::new(self.sim.world().rng.i64(1..=amount.minor()), Currency::EUR);
            let till = self.till().await;
            let sim = self.sim.clone();
            let twice = self.sim.world().rng.u8(..5) == 0;
            for _ in 0..=u8::from(twice) {
                let (till, sim) = (till.clone(), sim.clone());
                self.sim.spawner.spawn(Home::Till, async move {
                    if let Err(error) = till.refund(order, part).await {
                        sim.tell(|| format!("order {order}: refund refused: {error}"));
                    }
                });
            }
            self.sim.pause(Duration::from_secs(1), Duration::from_secs(40)).await;
        }
    }

    fn meet_open(&self, order: u32, fault: Fault) {
        let mut world = self.sim.world();
        let open =
            world.disk.attempts.iter().filter(|(_, row)| row.order == order && row.record.state.is_open());
        let open: Vec<_> = open.map(|(reference, _)| reference.clone()).collect();
        for reference in open {
            world.meet(&reference, fault, Operation::Sale);
        }
    }
}
