//! What a cashier and a customer do, told once for the tests and the demo.

use crate::{Till, Window, key};

/// Where the till's window stands: ringing up, paying, finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Articles are added.
    Ringing,
    /// A terminal has the payment.
    Paying,
    /// The end and its receipt are shown.
    Finished,
}

/// How a payment ended, in words about the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The money moved.
    Paid,
    /// The bank said no.
    Declined,
    /// Stopped before a card was charged.
    Cancelled,
    /// The terminal was never asked.
    NotSent,
}

impl Till {
    /// Waits for a stage of the sale.
    #[track_caller]
    pub fn wait_for_stage(&self, stage: Stage) {
        let value = match stage {
            Stage::Ringing => "ringing",
            Stage::Paying => "paying",
            Stage::Finished => "finished",
        };
        self.wait_for_value("till-window", "data-stage", value);
    }

    /// Waits until the till is ready for its first scan.
    #[track_caller]
    pub fn wait_until_ready(&self) {
        self.wait_for_stage(Stage::Ringing);
        self.wait_for("basket-empty");
        self.wait_until_idle();
    }

    /// Waits for the end of a payment.
    #[track_caller]
    pub fn wait_for_end(&self, end: End) {
        let value = match end {
            End::Paid => "paid",
            End::Declined => "declined",
            End::Cancelled => "cancelled",
            End::NotSent => "not_sent",
        };
        self.wait_for_value("payment-end", "data-end", value);
    }

    /// Waits for an end that is none of [`End`].
    #[track_caller]
    pub fn wait_for_end_word(&self, word: &str) {
        self.wait_for_value("payment-end", "data-end", word);
    }

    /// Waits until the terminal asks for the card. Not every provider tells the till, so the terminal is looked at.
    #[track_caller]
    pub fn wait_for_card_request(&self) {
        self.wait_for_stage(Stage::Paying);
        self.switch_to(Window::VirtualTerminal);
        self.wait_for_value("vt-screen", "data-stage", "waiting_for_card");
        self.switch_to(Window::Till);
    }

    /// Waits until the terminal asks for the card that gets money back.
    #[track_caller]
    pub fn wait_for_refund_request(&self) {
        self.switch_to(Window::VirtualTerminal);
        self.wait_for_value("vt-screen", "data-stage", "waiting_for_card");
        self.switch_to(Window::Till);
    }

    /// The customer does something at the virtual terminal; afterwards the till's window is the current one.
    #[track_caller]
    pub fn customer(&self, taps: &[&str]) {
        self.switch_to(Window::VirtualTerminal);
        for tap in taps {
            self.tap(tap);
        }
        self.switch_to(Window::Till);
    }

    /// The manager of the practice shop says yes to what is asked.
    #[track_caller]
    pub fn manager_approves(&self) {
        self.wait_for("manager-pin");
        self.keys(&format!("9999{}", key::ENTER));
        self.wait_gone("manager-pin");
    }

    /// The total on screen, as shown.
    #[must_use]
    #[track_caller]
    pub fn total(&self) -> String {
        self.text("total")
    }
}

/// Ends a card payment under way with an approved card, and starts the next sale by keyboard.
#[track_caller]
pub fn approve(till: &mut Till) {
    till.wait_for_card_request();
    till.customer(&["vt-tap"]);
    till.wait_for_stage(Stage::Finished);
    till.wait_for_end(End::Paid);
}

/// Presses Enter on the finished screen.
#[track_caller]
pub fn next_sale_by_key(till: &Till) {
    till.keys(key::ENTER);
    till.wait_for_stage(Stage::Ringing);
}
