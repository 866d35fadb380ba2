//! real window
#![cfg(target_os = "linux")]
use e2e::{Till, Window, key};

#[test]
fn scratch() {
    let mut till = Till::start("scratch");
    till.picture("start");
    till.tap("b");
    till.keys("57*+#/ä€");
    till.keys(&key::function(8));
    till.scan("5901234123457");
    eprintln!("{}", till.text("log"));
    till.switch_to(Window::VirtualTerminal);
    till.tap("b");
    till.keys("9");
    eprintln!("VT {}", till.text("log"));
    till.switch_to(Window::Till);
    eprintln!("{}", till.text("log"));
    till.picture("after");
    till.kill();
    till.launch();
    till.picture("again");
    till.close(Window::VirtualTerminal);
    std::thread::sleep(std::time::Duration::from_millis(300));
    till.picture("closed");
    till.close(Window::Till);
    till.wait_ended();
    till.picture("closed");
}
