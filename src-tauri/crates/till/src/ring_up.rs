//! Ringing up: everything the cashier does to the basket before it is paid.

use sale::{Basket, Entry, ItemCode, LineId, Quantity, SaleError, Scan, parse_entry, parse_scan};
use store::{BasketId, CatalogueHit, ParkedBasket};

use crate::error::shown;
use crate::session::{Session, Stage, parse_discount};
use crate::{Till, TillError};

/// The most hits a search answers with.
const SEARCH_LIMIT: u32 = 50;
/// Tiles are handed out in pages of this size.
const TILE_PAGE: u32 = 60;

impl Till {
    /// Takes what was typed or scanned into the one input box: a multiplier, or an article's code.
    pub async fn enter(&self, text: &str) -> Result<(), TillError> {
        let entry = parse_entry(text)
            .map_err(|refused| TillError::Quantity { typed: shown(text), refused: refused.into() })?;
        match entry {
            Entry::Nothing => Ok(()),
            Entry::Multiplier(quantity) => {
                let shop = self.shop();
                self.seller()?;
                let mut session = self.session().await;
                session.open_basket(&shop)?;
                session.pending = Some(quantity);
                drop(session);
                self.changed();
                Ok(())
            }
            Entry::Lookup { multiplier, text } => self.ring_up(&text, multiplier).await,
        }
    }

    /// Rings up an article by its exact code: a tile, a search hit.
    pub async fn add_item(&self, code: &str) -> Result<(), TillError> {
        self.ring_up(code, None).await
    }

    async fn ring_up(&self, text: &str, multiplier: Option<Quantity>) -> Result<(), TillError> {
        let shop = self.shop();
        let unknown = || TillError::UnknownCode(shown(text));
        // The exact code first: a shop may sell fixed-price articles whose codes look like labels.
        let plain = ItemCode::new(text).map_err(|_| unknown())?;
        let (item, label) = match self.store().catalogue().find_by_code(&plain, shop.currency).await? {
            Some(item) => (item, None),
            None => match parse_scan(text, &shop.embedded_barcodes, shop.currency)
                .map_err(|refused| TillError::Scan { scanned: shown(text), refused })?
            {
                Scan::Plain(_) => return Err(unknown()),
                Scan::Embedded { code, content } => {
                    let item = self
                        .store()
                        .catalogue()
                        .find_by_code(&code, shop.currency)
                        .await?
                        .ok_or_else(unknown)?;
                    (item, Some(content))
                }
            },
        };
        self.edit(|session| {
            let quantity = multiplier.or(session.pending).unwrap_or(Quantity::ONE);
            session.ring_up(&shop, &item, label, quantity).map_err(|error| match error {
                // The label is what is wrong, not how many of it.
                TillError::Sale(SaleError::NotWeighed) => error.of_quantity(|| text.to_owned()),
                other => {
                    other.of_quantity(|| quantity.to_string().replace('.', &shop.decimal_mark.to_string()))
                }
            })
        })
        .await
    }

    /// Drops the waiting multiplier.
    pub async fn clear_pending(&self) {
        self.session().await.pending = None;
        self.changed();
    }

    /// Articles whose name begins, word by word, with the words of `text`, or whose code is `text`.
    pub async fn search(&self, text: &str) -> Result<Vec<CatalogueHit>, TillError> {
        Ok(self.store().catalogue().search(text, SEARCH_LIMIT, self.shop().currency).await?)
    }

    /// The groups of tiles with the number of their articles.
    pub async fn categories(&self) -> Result<Vec<(String, u32)>, TillError> {
        Ok(self.store().catalogue().categories().await?)
    }

    /// A page of tiles of one group; the empty name stands for the first articles of the catalogue.
    pub async fn items(&self, category: &str, offset: u32) -> Result<Vec<CatalogueHit>, TillError> {
        Ok(self
            .store()
            .catalogue()
            .items_of_category(category, TILE_PAGE, offset, self.shop().currency)
            .await?)
    }

    /// Counts a line up or down. Down from one takes the line out.
    pub async fn change_quantity(&self, line: LineId, by: i32) -> Result<(), TillError> {
        self.change_basket(|basket| {
            let last_piece = basket.line(line).is_some_and(|l| l.quantity == Quantity::ONE);
            if by < 0 && last_piece {
                basket.void_line(line)?;
                return Ok(None);
            }
            Ok(Some(basket.change_quantity_by(line, by)?))
        })
        .await
        .map_err(|error| error.of_quantity(|| format!("{by:+}")))
    }

    /// Sets the quantity of a line to what was typed.
    pub async fn set_quantity(&self, line: LineId, typed: &str) -> Result<(), TillError> {
        let quantity = Quantity::parse(typed)
            .map_err(|refused| TillError::Quantity { typed: shown(typed), refused: refused.into() })?;
        let changed = self.change_basket(|basket| Ok(Some(basket.set_quantity(line, quantity)?))).await;
        changed.map_err(|error| error.of_quantity(|| typed.to_owned()))
    }

    /// Takes something off a line, `10 %` or an amount; `None` restores its price.
    pub async fn discount_line(&self, line: LineId, discount: Option<&str>) -> Result<(), TillError> {
        let typed = discount;
        let discount = typed.map(|text| parse_discount(text, self.shop().currency)).transpose()?;
        self.change_basket(|basket| {
            Ok(Some(match discount {
                Some(discount) => basket.discount_line(line, discount)?,
                None => basket.remove_discount(line)?,
            }))
        })
        .await
        .map_err(|error| error.of_discount(typed))
    }

    /// Takes something off the whole order, `10 %` or an amount; `None` takes nothing off any more.
    pub async fn discount_order(&self, discount: Option<&str>) -> Result<(), TillError> {
        let typed = discount;
        let discount = typed.map(|text| parse_discount(text, self.shop().currency)).transpose()?;
        self.change_basket(|basket| {
            match discount {
                Some(discount) => basket.set_order_discount(discount)?,
                None => basket.remove_order_discount(),
            }
            Ok(None)
        })
        .await
        .map_err(|error| error.of_discount(typed))
    }

    /// Takes a line out.
    pub async fn void_line(&self, line: LineId) -> Result<(), TillError> {
        self.change_basket(|basket| {
            basket.void_line(line)?;
            Ok(None)
        })
        .await
    }

    /// Takes everything out.
    pub async fn clear_basket(&self) -> Result<(), TillError> {
        let shop = self.shop();
        self.change_basket(|basket| {
            *basket = Basket::new(shop.currency, shop.tax_rules);
            Ok(None)
        })
        .await
    }

    /// Puts the basket aside under a label, so that another customer can be served.
    pub async fn park(&self, label: Option<&str>) -> Result<(), TillError> {
        let shop = self.shop();
        self.seller()?;
        let mut session = self.session().await;
        if session.open_basket(&shop)?.is_empty() {
            return Err(sale::SaleError::EmptyBasket.into());
        }
        let first =
            session.basket.lines().first().map(|line| line.name.as_str().to_owned()).unwrap_or_default();
        let label = label.map(sale::clean_line).filter(|label| !label.is_empty()).unwrap_or(first);
        let label: String = label.chars().take(80).collect();
        let id = self.save_basket(&session).await?;
        self.store().baskets().park(id, &label, self.now()).await?;
        session.begin(Basket::new(shop.currency, shop.tax_rules));
        drop(session);
        self.changed();
        Ok(())
    }

    /// The baskets that are parked, newest first.
    pub async fn parked(&self) -> Result<Vec<ParkedBasket>, TillError> {
        Ok(self.store().baskets().list_parked().await?)
    }

    /// Brings a parked basket back. What is on the screen must be parked or cleared first.
    pub async fn recall(&self, id: BasketId) -> Result<(), TillError> {
        let shop = self.shop();
        self.seller()?;
        let mut session = self.session().await;
        if !session.open_basket(&shop)?.is_empty() {
            return Err(TillError::BasketInTheWay);
        }
        let basket = self.store().baskets().recall(id, self.now()).await?;
        session.begin(basket);
        drop(session);
        self.changed();
        Ok(())
    }

    /// Leaves a finished payment: paid, the next sale begins; not paid, the basket is still there.
    pub async fn next_sale(&self) -> Result<(), TillError> {
        let shop = self.shop();
        self.seller()?;
        let mut session = self.session().await;
        if let Stage::Paying { .. } = session.stage {
            return Err(TillError::BasketLocked);
        }
        session.go_on(&shop);
        drop(session);
        self.changed();
        Ok(())
    }

    /// Takes a notice off the screen. One of money that has to go back stays until it is dealt with.
    pub async fn dismiss_notice(&self, id: u32) {
        self.session().await.notices.retain(|notice| notice.id != id || notice.must_be_dealt_with());
        self.changed();
    }

    async fn change_basket(
        &self,
        act: impl FnOnce(&mut Basket) -> Result<Option<LineId>, TillError>,
    ) -> Result<(), TillError> {
        let shop = self.shop();
        self.edit(|session| session.change(&shop, act)).await
    }

    /// Changes the basket and makes the change durable; when the disk refuses, the basket is as it was.
    async fn edit(&self, act: impl FnOnce(&mut Session) -> Result<(), TillError>) -> Result<(), TillError> {
        let shop = self.shop();
        self.seller()?;
        let mut session = self.session().await;
        // A finished payment makes way first: its basket must never come back as an open one.
        session.open_basket(&shop)?;
        let before = (session.basket.clone(), session.pending, session.last_line);
        act(&mut session)?;
        if let Err(refused) = self.save_basket(&session).await {
            (session.basket, session.pending, session.last_line) = before;
            return Err(refused);
        }
        drop(session);
        self.changed();
        Ok(())
    }

    /// Makes the open basket durable and names it.
    pub(crate) async fn save_basket(&self, session: &Session) -> Result<BasketId, TillError> {
        Ok(self.store().baskets().save_open(&session.basket, self.now()).await?)
    }
}
