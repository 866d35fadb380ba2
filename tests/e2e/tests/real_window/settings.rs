//! What is set up once: terminals and the catalogue.

use e2e::stories::{End, Stage};
use e2e::{Till, Window, key};

use crate::goods::CROISSANT;

#[test]
fn a_second_terminal_is_chosen_by_scanning_its_qr_code_and_paid_on() {
    let mut till = Till::start("terminal-by-qr");
    till.wait_until_ready();
    // The code in the first terminal's menu, with the second one's model and serial number.
    till.switch_to(Window::VirtualTerminal);
    till.tap("vt-menu");
    let code = till.text("vt-qr-text").replace("P2lite", "P2").replace("PL0919CQ00305", "PB0420BK01177");
    till.tap("vt-menu");
    till.switch_to(Window::Till);

    till.keys(&key::function(9));
    till.wait_for("terminals-screen");
    till.scan(&code);
    till.wait_for_text("candidate-summary", "SUNMI · P2 · PB0420BK01177");
    till.picture("read");
    till.wait_for("terminal-name");
    till.keys(&format!("Garden{}", key::ENTER));
    till.wait_for_text("terminal-PB0420BK01177", "Garden");
    till.tap("terminal-use");
    till.wait_for_text("terminal-badge", "Garden");
    till.picture("chosen");

    till.keys(key::ESCAPE);
    till.wait_for("sale-screen");
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(8));
    till.wait_for_stage(Stage::Paying);
    till.customer(&["vt-tap"]);
    till.wait_for_end(End::Paid);
    till.wait_for_text("receipt-text", "PB0420BK01177");
    till.picture("paid");
}

#[test]
fn a_terminal_is_added_by_its_identifiers_and_mistyped_ones_are_refused() {
    let mut till = Till::start("terminal-typed");
    till.wait_until_ready();
    till.keys(&key::function(9));
    till.wait_for("terminals-screen");
    for (typed, says) in
        [("hello", "does not name a terminal"), ("PL0000XX00000", "does not know a terminal")]
    {
        till.tap("terminal-text");
        till.keys(&format!("{typed}{}", key::ENTER));
        till.wait_for_text("page-trouble", says);
        till.tap("terminal-text");
        till.keys(&key::BACKSPACE.repeat(typed.len()));
    }
    till.picture("no-such-terminal");
    till.keys(&format!("SUNMI-P2SE-PS1122DE00418{}", key::ENTER));
    till.wait_for_text("candidate-summary", "SUNMI · P2SE · PS1122DE00418");
    till.keys(&format!("Kiosk{}", key::ENTER));
    till.wait_for_text("terminal-PS1122DE00418", "Kiosk");
    till.picture("added");

    // The one in use stays; the other is taken away again, after a question.
    till.tap("terminal-remove");
    till.tap("terminal-remove-yes");
    till.wait_for_text("manager-pin", "Remove the terminal Kiosk");
    till.picture("manager-asked");
    till.manager_approves();
    till.wait_gone("terminal-PS1122DE00418");
    till.wait_for("terminal-PL0919CQ00305");
}

#[test]
fn a_second_terminal_is_chosen_from_the_providers_list_and_paid_on() {
    let mut till = Till::start("terminal-from-list");
    till.wait_until_ready();
    till.keys(&key::function(9));
    till.tap("offer-1");
    till.wait_for("offered-PB0420BK01177");
    till.picture("offered");
    till.tap("offer-add");
    till.wait_for_text("candidate-summary", "PB0420BK01177");
    // Two of one name could not be told apart at the counter.
    till.keys(&format!("Counter{}", key::ENTER));
    till.wait_for_text("page-trouble", "there already");
    till.picture("name-taken");
    till.tap("terminal-name");
    till.keys(&format!(" 2{}", key::ENTER));
    till.wait_for_text("terminal-PB0420BK01177", "Counter 2");
    till.tap("terminal-use");
    till.wait_for_text("terminal-badge", "Counter 2");
    till.picture("two-terminals");

    till.keys(key::ESCAPE);
    till.wait_for("sale-screen");
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
    till.keys(&key::function(8));
    till.wait_for_card_request();
    till.customer(&["vt-tap"]);
    till.wait_for_end(End::Paid);
    till.wait_for_text("receipt-text", "PB0420BK01177");
    till.picture("paid-on-the-second");
}

/// Opens the form of an account.
fn edit(till: &Till, account: &str) {
    till.run(&format!(
        "document.querySelector('[data-testid=\"{account}\"] [data-testid=\"account-edit\"]').click(); return 1"
    ));
    till.wait_for("account-form");
}

#[test]
fn what_is_told_with_every_payment_and_who_refunds_is_set_by_a_manager() {
    let mut till = Till::start("payment-options");
    till.wait_until_ready();
    till.keys(&key::function(12));
    till.wait_for("account-3");
    // The practice account whose readers offer tips; the first one takes no options at all.
    edit(&till, "account-1");
    assert!(!till.shows("purchase-options"), "nothing is offered that the payment system does not take");
    edit(&till, "account-3");
    till.wait_for("purchase-options");
    till.tap("option-tip_percents");
    till.keys(&format!("{}ten", key::BACKSPACE.repeat(9)));
    till.tap("account-save");
    till.manager_approves();
    till.wait_for_value("account-trouble", "data-code", "bad_payment_option");
    till.tap("option-tip_percents");
    till.keys(&format!("{}10, 5", key::BACKSPACE.repeat(3)));
    till.tap("account-save");
    till.manager_approves();
    till.wait_gone("account-form");

    till.tap("refunds-every");
    till.wait_for_text("manager-pin", "Ask a manager for every refund");
    till.manager_approves();
    till.wait_for_value("refunds-every", "aria-pressed", "true");
    edit(&till, "account-3");
    till.tap("option-description");
    till.picture("options");
}

#[test]
fn a_catalogue_with_one_bad_row_is_refused_as_a_whole() {
    let mut till = Till::start("bad-catalogue");
    till.wait_until_ready();
    till.keys(&key::function(12));
    let rows = "code,name,price,tax\n1001,Soap,2.50,21\n1002,Brush,cheap,21\n";
    till.choose_file("import-file", "bad.csv", rows);
    till.manager_approves();
    till.wait_for_text("import-errors", "Line 3");
    till.picture("refused");
    till.keys(key::ESCAPE);
    till.wait_for("sale-screen");
    till.scan("1001");
    till.wait_for_text("entry-trouble", "1001");
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
}
