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
fn a_catalogue_with_one_bad_row_is_refused_as_a_whole() {
    let mut till = Till::start("bad-catalogue");
    till.wait_until_ready();
    till.keys(&key::function(12));
    let rows = "code,name,price,tax\n1001,Soap,2.50,21\n1002,Brush,cheap,21\n";
    till.choose_file("import-file", "bad.csv", rows);
    till.wait_for_text("import-errors", "Line 3");
    till.picture("refused");
    till.keys(key::ESCAPE);
    till.wait_for("sale-screen");
    till.scan("1001");
    till.wait_for_text("entry-trouble", "1001");
    till.scan(CROISSANT.code);
    till.wait_for_text("total", CROISSANT.price);
}
