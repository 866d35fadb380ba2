//! Long baskets, long names, very small and very large amounts: the pictures are for looking at, the tests for what a
//! machine can see, which is that nothing is cut off or pushed out of the window.

use e2e::stories::End;
use e2e::{Till, Window, key};

/// An article of each extreme, and thirty plain ones.
fn catalogue() -> String {
    let long = "Wholegrain sourdough bread with sunflower seeds, honey and sea salt, family size";
    assert_eq!(long.chars().count(), 80);
    let mut rows = vec![
        "code,name,price,tax,category".to_owned(),
        "900001,Eightchr,0.01,21,Extremes".to_owned(),
        format!("900002,\"{long}\",99999.99,9,Extremes"),
        // Not a cent more: cash is rounded to five cents, and rounded up it would be more than a till takes.
        "900003,Everything,99999999.95,9,Extremes".to_owned(),
        "900004,Terminal's most,999999.99,9,Extremes".to_owned(),
    ];
    rows.extend(
        (1..=30).map(|number| format!("91{number:04},Article number {number},{number}.{number:02},21,Many")),
    );
    rows.join("\n")
}

fn with_catalogue(name: &str) -> Till {
    let till = Till::start(name);
    till.wait_until_ready();
    till.keys(&key::function(12));
    till.choose_file("import-file", "extremes.csv", catalogue());
    till.manager_approves();
    till.wait_for_text("import-done", "34");
    till.keys(key::ESCAPE);
    till.wait_for("sale-screen");
    till
}

/// Ids of elements whose content is wider than they are, or that stick out of the window; names of the basket that are
/// not there in full; an amount too long for the terminal's screen; buttons whose words run into each other.
fn cut_off(till: &Till) -> Vec<String> {
    let found = till.run(
        "const screen = document.querySelector('[data-testid=vt-screen]')?.getBoundingClientRect();
        const amount = document.querySelector('[data-testid=vt-amount]');
        const names = [...document.querySelectorAll('[data-testid=basket] .words')];
        return [...document.querySelectorAll('[data-testid]')].filter((it) => {
            if (names.some((name) => it.contains(name) && name.scrollHeight > name.clientHeight + 1)) return true;
            if (it === amount) {
                const text = document.createRange();
                text.selectNodeContents(it);
                const ink = text.getBoundingClientRect();
                const [margin, line] = [6, 60];
                if (ink.left < screen.left + margin || ink.right > screen.right - margin || ink.height > line) return true;
            }
            const inks = [...it.querySelectorAll(':scope > span')].map((part) => {
                const text = document.createRange();
                text.selectNodeContents(part);
                return text.getBoundingClientRect();
            });
            const over = (one, next) => next && one.right > next.left + 1 && one.top < next.bottom && next.top < one.bottom;
            if (it.dataset.size && inks.some((ink, at) => ink.width > 0 && over(ink, inks[at + 1]))) return true;
            const box = it.getBoundingClientRect();
            const style = getComputedStyle(it);
            const clips = style.overflowX !== 'visible' && it.scrollWidth > it.clientWidth + 1;
            return box.width > 0 && (clips || box.right > innerWidth + 1 || box.left < -1);
        }).map((it) => it.dataset.testid)",
    );
    found.as_array().into_iter().flatten().filter_map(|id| id.as_str()).map(str::to_owned).collect()
}

fn fits_on_the_terminal(till: &Till) {
    till.switch_to(Window::VirtualTerminal);
    assert_eq!(cut_off(till), [""; 0]);
    till.switch_to(Window::Till);
}

#[test]
fn the_greatest_total_fits_on_the_screen_and_on_paper() {
    let mut till = with_catalogue("greatest-total");
    till.scan("900003");
    till.wait_for_text("total", "99\u{202f}999\u{202f}999,95");
    till.picture("basket");
    assert_eq!(cut_off(&till), [""; 0]);
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
    till.wait_for_text("receipt-text", "99 999 999,95");
    till.picture("paid");
    assert_eq!(cut_off(&till), [""; 0]);
    till.tap("receipt-pdf");
    till.wait_for_text("receipt-pdf", "Saved");
    till.picture_of_receipt("receipt");
}

#[test]
fn the_most_a_terminal_takes_fits_on_both_screens() {
    let mut till = with_catalogue("greatest-payment");
    till.scan("900004");
    till.wait_for_text("total", "999\u{202f}999,99");
    till.picture("basket");
    assert_eq!(cut_off(&till), [""; 0]);
    till.keys(&key::function(8));
    till.wait_for_card_request();
    till.picture("to-pay");
    fits_on_the_terminal(&till);
    assert_eq!(cut_off(&till), [""; 0]);
    till.customer(&["vt-insert", "vt-pin-right"]);
    till.wait_for_end(End::Paid);
    till.wait_for_text("receipt-text", "999 999,99");
    till.switch_to(Window::VirtualTerminal);
    till.wait_for("vt-slip");
    till.switch_to(Window::Till);
    till.picture("paid");
    fits_on_the_terminal(&till);
    assert_eq!(cut_off(&till), [""; 0]);
    till.tap("receipt-pdf");
    till.wait_for_text("receipt-pdf", "Saved");
    till.picture_of_receipt("receipt");
}

#[test]
fn a_long_name_and_a_great_amount_fit_on_both_screens_and_on_paper() {
    let mut till = with_catalogue("great-amount");
    till.scan("900002");
    till.wait_for_text("total", "99\u{202f}999,99");
    till.picture("basket");
    assert_eq!(cut_off(&till), [""; 0]);
    till.keys(&key::function(8));
    till.wait_for_card_request();
    till.picture("to-pay");
    fits_on_the_terminal(&till);
    till.customer(&["vt-insert", "vt-pin-right"]);
    till.wait_for_end(End::Paid);
    till.wait_for_text("receipt-text", "99 999,99");
    till.picture("paid");
    assert_eq!(cut_off(&till), [""; 0]);
    till.tap("receipt-pdf");
    till.wait_for_text("receipt-pdf", "Saved");
    till.picture_of_receipt("receipt");
}

#[test]
fn a_single_cent_is_paid_by_card() {
    let mut till = with_catalogue("one-cent");
    till.scan("900001");
    till.wait_for_text("total", "0,01");
    till.picture("basket");
    till.keys(&key::function(8));
    till.wait_for_card_request();
    till.customer(&["vt-tap"]);
    till.wait_for_end(End::Paid);
    till.wait_for_text("receipt-text", "0,01");
    till.picture("paid");
    till.tap("receipt-pdf");
    till.wait_for_text("receipt-pdf", "Saved");
    till.picture_of_receipt("receipt");
}

#[test]
fn thirty_lines_are_kept_in_view_and_fit_on_paper() {
    let mut till = with_catalogue("thirty-lines");
    for number in 1..=30 {
        till.scan(&format!("91{number:04}"));
    }
    till.wait_for("line-30");
    // The newest line is in view without scrolling.
    let visible = till.run(
        "const line = document.querySelector('[data-testid=line-30]').getBoundingClientRect();
         const list = document.querySelector('[data-testid=basket]').getBoundingClientRect();
         return line.bottom <= list.bottom + 1 && line.top >= list.top - 1",
    );
    till.picture("basket");
    assert_eq!(visible, true, "the line rung up last is out of view");
    assert_eq!(cut_off(&till), [""; 0]);
    till.keys(&key::function(7));
    till.wait_for_end(End::Paid);
    till.picture("paid");
    till.tap("receipt-pdf");
    till.wait_for_text("receipt-pdf", "Saved");
    till.picture_of_receipt("receipt");
}

#[test]
fn the_till_and_the_virtual_terminal_are_readable_in_the_dark() {
    let mut till = Till::start("dark");
    till.wait_until_ready();
    till.keys(&key::function(12));
    till.tap("theme-dark");
    till.picture("settings");
    till.keys(key::ESCAPE);
    till.wait_for("sale-screen");
    till.picture("sale");
}
