//! Who may call what. Judged here, before a command begins: what a screen hides is not guarded by that.

use super::TILL_COMMANDS;

/// What a command needs of whoever stands at the till.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Nothing: it is asked before anybody has signed in.
    Nobody,
    /// Somebody signed in, in a shop that has people.
    Somebody,
    /// The same, and a manager's approval that the act uses up: the command takes it.
    Approval,
    /// A manager signed in, or one who let somebody in to read.
    Manager,
    /// The same as long as the till works. Without one nobody can be asked for a PIN.
    ManagerOnceOpen,
    /// The command judges itself: it is there for a till that cannot be opened, too.
    ItsOwnQuestion,
}

/// What a command needs. One that nobody lists needs a manager, so that none is open by oversight.
pub(crate) fn needs_of(command: &str) -> Needs {
    TILL_COMMANDS.iter().find(|(name, _)| *name == command).map_or(Needs::Manager, |(_, needs)| *needs)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use composition::Accounts;
    use till::{Pin, Role, Shop, SystemClock, Till};

    use super::*;
    use crate::app::App;
    use crate::wire::ErrorCode;

    /// The sources of the commands, to hold their table against.
    const SOURCES: [&str; 20] = [
        include_str!("basket.rs"),
        include_str!("cases.rs"),
        include_str!("fleet.rs"),
        include_str!("journal.rs"),
        include_str!("logo.rs"),
        include_str!("manager.rs"),
        include_str!("orders.rs"),
        include_str!("pairing.rs"),
        include_str!("pay.rs"),
        include_str!("payouts.rs"),
        include_str!("people.rs"),
        include_str!("refunds.rs"),
        include_str!("secret_file.rs"),
        include_str!("settings.rs"),
        include_str!("shop.rs"),
        include_str!("simulator.rs"),
        include_str!("storage.rs"),
        include_str!("terminal_picture.rs"),
        include_str!("terminals.rs"),
        include_str!("mod.rs"),
    ];

    /// The text of a command, from its name to the next one.
    fn source_of(command: &str) -> &'static str {
        let head = format!("pub(crate) async fn {command}(");
        let mut found = SOURCES.iter().flat_map(|text| text.split("#[tauri::command"));
        found.find(|text| text.contains(&head)).unwrap_or_else(|| panic!("no command is called {command}"))
    }

    async fn app(folder: &std::path::Path) -> App {
        let clock = Arc::new(SystemClock::new());
        let shop = Shop::new("Corner", money::Currency::EUR);
        let till = Till::init(folder, shop, Arc::new(Accounts::new()), clock).await.unwrap();
        App::new(Ok(till), None)
    }

    /// Makes Marta, a manager, and Anna, a cashier. Answers with their names in the database.
    async fn staff(till: &Till) -> (till::PersonId, till::PersonId) {
        let marta = Pin::new(&"2580".into()).unwrap();
        let manager =
            till.add_person(till.approval_at_hand().unwrap(), "Marta", Role::Manager, &marta).await.unwrap();
        let approval = till.approve(manager.id, &marta).await.unwrap();
        let anna = Pin::new(&"1470".into()).unwrap();
        let cashier = till.add_person(approval, "Anna", Role::Cashier, &anna).await.unwrap();
        (manager.id, cashier.id)
    }

    async fn sign_in(app: &App, id: till::PersonId, pin: &str) {
        app.till_for_anybody().unwrap().sign_in(id, &Pin::new(&pin.into()).unwrap()).await.unwrap();
        app.shut_manager_area();
    }

    fn refused(app: &App, needs: Needs) -> Option<ErrorCode> {
        app.demand(needs).err().map(|error| error.code)
    }

    #[test]
    fn the_window_may_call_what_the_table_names_and_nothing_else() {
        let build = include_str!("../../build.rs");
        let list = build.split("const TILL: &[&str] = &[").nth(1).unwrap().split("];").next().unwrap();
        let permitted: BTreeSet<&str> = list.split('"').skip(1).step_by(2).collect();
        let named: BTreeSet<&str> = TILL_COMMANDS.iter().map(|(name, _)| *name).collect();
        assert_eq!(named.len(), TILL_COMMANDS.len(), "each command once");
        assert_eq!(permitted, named);
    }

    #[test]
    fn a_command_takes_an_approval_exactly_where_the_table_says_so() {
        for (command, needs) in TILL_COMMANDS {
            let takes = source_of(command).contains("approval: String");
            assert_eq!(takes, *needs == Needs::Approval, "{command}");
            if takes {
                assert!(source_of(command).contains("take_approval(&approval)"), "{command} hands it on");
            }
        }
    }

    #[test]
    fn what_managers_read_is_on_the_list_and_what_nobody_listed_is_theirs() {
        let of = |wanted: Needs| {
            let named = TILL_COMMANDS.iter().filter(|(_, needs)| *needs == wanted);
            named.map(|(name, _)| *name).collect::<Vec<_>>()
        };
        assert_eq!(
            of(Needs::Manager),
            [
                "cases",
                "case",
                "case_candidates",
                "look_again",
                "attach_late_payment",
                "day_totals",
                "save_day_totals_pdf",
                "history",
                "key_accounts",
                "api_keys",
                "payout_accounts",
                "payouts",
                "behind_payout",
            ]
        );
        assert_eq!(of(Needs::ManagerOnceOpen), ["backups", "back_up"]);
        let open_to_all = [
            "open",
            "people",
            "sign_in",
            "sign_out",
            "touch",
            "secret_file",
            "unlock_secret_file",
            "shop_switch",
        ];
        assert_eq!(of(Needs::Nobody), open_to_all);
        assert_eq!(needs_of("made_up"), Needs::Manager);
    }

    #[tokio::test]
    async fn a_cashier_is_refused_what_managers_read_until_one_lets_them_in() {
        let folder = tempfile::tempdir().unwrap();
        let app = app(folder.path()).await;
        let all = [Needs::Nobody, Needs::Somebody, Needs::Approval, Needs::Manager, Needs::ManagerOnceOpen];
        for needs in all {
            assert_eq!(refused(&app, needs), None, "a shop without people asks nobody: {needs:?}");
        }
        let till = app.till_for_anybody().unwrap().clone();
        let (manager, cashier) = staff(&till).await;
        till.sign_out();
        for needs in &all[1..] {
            assert_eq!(refused(&app, *needs), Some(ErrorCode::NobodySignedIn), "{needs:?}");
        }
        sign_in(&app, cashier, "1470").await;
        assert_eq!(refused(&app, Needs::Somebody), None);
        for needs in [Needs::Manager, Needs::ManagerOnceOpen, needs_of("payouts"), needs_of("history")] {
            assert_eq!(refused(&app, needs), Some(ErrorCode::ManagerNeeded), "{needs:?}");
        }
        let approval = till.approve(manager, &Pin::new(&"2580".into()).unwrap()).await.unwrap();
        app.open_manager_area(approval);
        assert_eq!(refused(&app, Needs::Manager), None, "let in");
        app.shut_manager_area();
        assert_eq!(refused(&app, Needs::Manager), Some(ErrorCode::ManagerNeeded), "and out");

        let approval = till.approve(manager, &Pin::new(&"2580".into()).unwrap()).await.unwrap();
        app.open_manager_area(approval);
        till.sign_out();
        assert_eq!(refused(&app, Needs::Manager), Some(ErrorCode::NobodySignedIn), "nor over a lock");
        sign_in(&app, cashier, "1470").await;
        assert_eq!(refused(&app, Needs::Manager), Some(ErrorCode::ManagerNeeded));
        sign_in(&app, manager, "2580").await;
        assert_eq!(refused(&app, Needs::Manager), None);
    }

    #[tokio::test]
    async fn a_till_that_cannot_be_opened_shows_its_backups_to_whoever_is_there() {
        let nowhere = std::path::PathBuf::from("nowhere");
        let app = App::new(Err(till::OpenTillError::NotInitialised(nowhere)), None);
        assert_eq!(refused(&app, Needs::ManagerOnceOpen), None);
        assert_eq!(refused(&app, Needs::Manager), Some(ErrorCode::DatabaseDamaged));
    }
}
