//! Where the data is: the practice shop and the own shop side by side, or the one folder the program was started on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use composition::Accounts;
use till::{OpenTillError, Pin, Role, Shop, SystemClock, Till};

/// Names the one data folder the program works on.
const DATA_DIR: &str = "TILLBRIDGE_DATA_DIR";
/// The file beside the two folders that says which one is open.
const CHOICE: &str = "open-shop";

/// Which of the two shops is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Practice,
    OwnShop,
}

impl Mode {
    const fn folder(self) -> &'static str {
        match self {
            Mode::Practice => "practice",
            Mode::OwnShop => "shop",
        }
    }
}

/// The data folders of this program.
#[derive(Debug, Clone)]
pub(crate) enum Folders {
    /// Started on one folder, which it keeps.
    Fixed(PathBuf),
    /// Practice and own shop below the system's place for application data.
    Side(PathBuf),
}

impl Folders {
    /// The folder the environment names, or those below `app_data`.
    pub(crate) fn find(app_data: PathBuf) -> Self {
        match std::env::var_os(DATA_DIR) {
            Some(folder) => Folders::Fixed(PathBuf::from(folder)),
            None => Folders::Side(app_data),
        }
    }

    /// The folder to open. Practice, until somebody opened their own shop.
    pub(crate) fn current(&self) -> PathBuf {
        match self {
            Folders::Fixed(folder) => folder.clone(),
            Folders::Side(base) => {
                let chosen = std::fs::read_to_string(base.join(CHOICE)).unwrap_or_default();
                let own = chosen.trim() == Mode::OwnShop.folder() && self.own_shop_exists();
                base.join(if own { Mode::OwnShop } else { Mode::Practice }.folder())
            }
        }
    }

    pub(crate) fn can_change(&self) -> bool {
        matches!(self, Folders::Side(_))
    }

    pub(crate) fn own_shop_exists(&self) -> bool {
        self.own_shop().is_some_and(|folder| holds_a_till(&folder))
    }

    /// Makes the own shop with its first manager, if it is to have people; it is opened by the next start.
    pub(crate) async fn make_own_shop(
        self,
        shop: Shop,
        manager: Option<(String, Pin)>,
    ) -> Result<(), OpenTillError> {
        let folder = self.own_shop().ok_or_else(|| OpenTillError::NotInitialised(self.current()))?;
        let till = Till::init(&folder, shop, Arc::new(Accounts::new()), Arc::new(SystemClock::new())).await?;
        if let Some((name, pin)) = manager {
            till.add_person(till.approval_at_hand()?, &name, Role::Manager, &pin).await?;
        }
        Ok(())
    }

    /// Decides which shop the next start opens.
    pub(crate) fn choose(&self, mode: Mode) -> Result<(), OpenTillError> {
        let Folders::Side(base) = self else { return Err(OpenTillError::NotInitialised(self.current())) };
        std::fs::write(base.join(CHOICE), mode.folder())
            .map_err(|source| OpenTillError::Folder { path: base.clone(), source })
    }

    fn own_shop(&self) -> Option<PathBuf> {
        match self {
            Folders::Fixed(_) => None,
            Folders::Side(base) => Some(base.join(Mode::OwnShop.folder())),
        }
    }
}

/// Whether a folder holds a till already.
pub(crate) fn holds_a_till(folder: &Path) -> bool {
    store::holds_a_database(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn practice_comes_first_and_the_own_shop_once_it_is_made_and_chosen() {
        let base = tempfile::tempdir().expect("a folder");
        let folders = Folders::Side(base.path().to_owned());
        assert_eq!(folders.current(), base.path().join("practice"));
        folders.choose(Mode::OwnShop).expect("written");
        assert_eq!(
            folders.current(),
            base.path().join("practice"),
            "a shop that does not exist is not opened"
        );
        let shop = Shop::new("Corner", money::Currency::EUR);
        folders.clone().make_own_shop(shop.clone(), None).await.expect("made");
        assert_eq!(folders.current(), base.path().join("shop"));
        assert!(folders.clone().make_own_shop(shop, None).await.is_err(), "made once");
        folders.choose(Mode::Practice).expect("written");
        assert_eq!(folders.current(), base.path().join("practice"));
    }

    #[test]
    fn a_program_started_on_a_folder_stays_there() {
        let folders = Folders::Fixed(PathBuf::from("data"));
        assert_eq!(folders.current(), PathBuf::from("data"));
        assert!(!folders.can_change());
        assert!(folders.choose(Mode::OwnShop).is_err());
    }
}
