use e2e::stories::{End, Stage};
use e2e::{Till, Window, key};
#[test]
fn scratch_lost_taps() {
    let till = Till::start("scratch");
    till.wait_until_ready();
    till.switch_to(Window::VirtualTerminal);
    till.run("window.__log=[];const t0=performance.now();for(const n of ['pointerdown','mousedown','mouseup','click','pointercancel','dragstart'])addEventListener(n,e=>{window.__log.push(Math.round(performance.now()-t0)+' '+n+' '+(e.target.closest?.('[data-testid]')?.dataset.testid)+' '+e.clientX+','+e.clientY+' '+(e.target.closest?.('button')?.disabled))},true);return 1");
    till.switch_to(Window::Till);
    for round in 0..12 {
        till.customer(&["vt-faults", "vt-slow", "vt-faults"]);
        till.scan("201");
        till.wait_for_text("total", "1,85");
        till.keys(&key::function(8));
        till.wait_for_stage(Stage::Paying);
        till.switch_to(Window::VirtualTerminal);
        till.tap("vt-tap");
        std::thread::sleep(std::time::Duration::from_millis(400));
        eprintln!("round {round} {}", till.run("const l=window.__log;window.__log=[];return l.join('\\n   ')").as_str().unwrap_or_default());
        if till.attribute("vt-screen", "data-stage").as_deref() == Some("waiting_for_card") { eprintln!("LOST"); till.tap("vt-tap"); }
        till.switch_to(Window::Till);
        till.wait_for_end(End::Paid);
        till.tap("next-sale");
        till.wait_for("basket-empty");
    }
}
