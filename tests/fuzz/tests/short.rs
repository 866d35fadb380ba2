//! Every target for a moment, with fixed dice.

use fuzz::{TARGETS, play, target};

/// What all targets together may ever hold in memory: a limit against growth without end, not a measurement.
#[cfg(target_os = "linux")]
const MEMORY_KIB: u64 = 600 * 1024;

fn short(name: &str) {
    let target = target(name).expect("a target of this name");
    let count = play(target, 1, |count| count < target.short, |_| {});
    assert_eq!(count, target.short);
    bounded();
}

#[cfg(target_os = "linux")]
fn bounded() {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells of the process");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the peak is told");
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().expect("a number");
    assert!(peak < MEMORY_KIB, "{peak} KiB were needed");
}

#[cfg(not(target_os = "linux"))]
fn bounded() {}

/// Declares a test for each target, so that they run side by side and each is named.
macro_rules! targets {
    ($($test:ident: $name:literal,)*) => {
        $(#[test] fn $test() { short($name); })*

        #[test]
        fn no_target_is_left_out() {
            let tested = [$($name),*];
            let left_out: Vec<&str> =
                TARGETS.iter().map(|target| target.name).filter(|name| !tested.contains(name)).collect();
            assert_eq!(left_out, [""; 0]);
        }
    };
}

targets! {
    garbage_about_a_merchantapi_payment_is_never_booked: "merchant-payment",
    garbage_in_a_merchantapi_list_is_never_booked: "merchant-list",
    garbage_after_a_merchantapi_request_is_never_booked: "merchant-create",
    garbled_merchantapi_pages_and_headers_end: "merchant-pages",
    garbage_about_a_sumup_payment_is_never_booked: "sumup-payment",
    garbage_after_a_sumup_request_is_never_booked: "sumup-create",
    garbled_sumup_pages_end: "sumup-history",
    garbled_stitch_terminals_are_not_active_by_chance: "stitch-fleet",
    a_garbled_error_is_kept_short: "problem",
    a_garbled_address_never_gets_a_key_in_the_open: "address",
    a_garbled_qr_text_names_nothing_long_or_invisible: "qr",
    garbage_in_the_input_box_is_a_code_or_refused: "entry",
    a_garbled_label_is_never_free_of_charge: "label",
    garbled_amounts_are_read_back_as_they_are_shown: "amount",
    a_garbled_catalogue_is_refused_or_clean: "catalogue",
    a_garbled_slip_commands_no_printer: "slip",
    a_garbled_picture_is_refused_or_small: "picture",
}
