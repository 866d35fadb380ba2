//! The receipt endpoint, from which slips are composed.

use money::Money;
use payment::EftReceipts;
use serde::Deserialize;

use crate::Sumup;
use crate::member::{Member, amount, currency, inner, object, word};
use crate::record::Record;
use crate::slip::{Copy, SlipFacts, compose};

#[derive(Deserialize)]
struct Body {
    transaction_data: Member,
    merchant_data: Member,
    acquirer_data: Member,
}

#[derive(Deserialize)]
struct TransactionData {
    amount: Member,
    tip_amount: Member,
    currency: Member,
    timestamp: Member,
    entry_mode: Member,
    verification_method: Member,
    card: Member,
    card_reader: Member,
    receipt_no: Member,
}

#[derive(Deserialize)]
struct CardData {
    last_4_digits: Member,
    r#type: Member,
}

#[derive(Deserialize)]
struct ReaderData {
    code: Member,
}

#[derive(Deserialize)]
struct MerchantData {
    merchant_profile: Member,
}

#[derive(Deserialize)]
struct ProfileData {
    business_name: Member,
    address: Member,
}

#[derive(Deserialize)]
struct AddressData {
    address_line1: Member,
    address_line2: Member,
    post_code: Member,
    city: Member,
}

#[derive(Deserialize)]
struct AcquirerData {
    tid: Member,
    authorization_code: Member,
    return_code: Member,
    local_time: Member,
}

impl Sumup {
    /// The slips of a charged transaction, or of one of its refunds. A receipt that cannot be read does not spoil the
    /// approval: what the transaction tells makes a shorter slip.
    pub(crate) async fn slips(&self, record: &Record, refund: Option<(&str, Money)>) -> EftReceipts {
        let mut facts = of_record(record);
        if let Some(body) = self.receipt(record, refund.map(|(event, _)| event)).await {
            add_receipt(&mut facts, &body);
        }
        if let Some((_, given_back)) = refund {
            facts.operation = "REFUND";
            facts.tip = None;
            facts.total = Some(given_back);
        }
        EftReceipts {
            cardholder: Some(compose(Copy::Customer, &facts)),
            merchant: Some(compose(Copy::Merchant, &facts)),
        }
    }

    async fn receipt(&self, record: &Record, event: Option<&str>) -> Option<Body> {
        let id = record.id.as_deref()?;
        let mut query = vec![("mid", self.merchant.as_str())];
        if let Some(event) = event.filter(|event| event.bytes().all(|byte| byte.is_ascii_digit())) {
            query.push(("tx_event_id", event));
        }
        let answer = self.http.read_once(&["v1.1", "receipts", id], &query).await.ok()?;
        if !(200..300).contains(&answer.status()) {
            return None;
        }
        object(answer.text().ok()?)
    }
}

fn of_record(record: &Record) -> SlipFacts {
    let tip = record.tip.clone().ok().flatten();
    let total = record.total.clone().ok();
    let row = |label: &str, value: &Option<String>| Some((label.to_owned(), value.clone()?));
    SlipFacts {
        merchant: Vec::new(),
        operation: "SALE",
        at: record.at.map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string()),
        amount: total.and_then(|total| total.checked_sub(tip?).ok()),
        tip,
        total,
        card: record.card.scheme.clone(),
        last_four: record.card.last_four.clone(),
        entry: record.entry.clone(),
        verification: None,
        rows: [row("Auth. code", &record.card.authorisation_code), row("Transaction", &record.code)]
            .into_iter()
            .flatten()
            .collect(),
    }
}

fn add_receipt(facts: &mut SlipFacts, body: &Body) {
    let prefer = |slot: &mut Option<String>, found: Option<String>| {
        if found.is_some() {
            *slot = found;
        }
    };
    if let Some(data) = inner::<TransactionData>(&body.transaction_data) {
        add_amounts(facts, &data);
        prefer(&mut facts.at, word(&data.timestamp).map(|text| readable_time(&text)));
        prefer(&mut facts.entry, word(&data.entry_mode));
        prefer(&mut facts.verification, word(&data.verification_method).filter(|how| how != "na"));
        if let Some(card) = inner::<CardData>(&data.card) {
            prefer(&mut facts.card, word(&card.r#type));
            prefer(&mut facts.last_four, word(&card.last_4_digits).filter(|digits| digits.len() == 4));
        }
        let reader = inner::<ReaderData>(&data.card_reader).and_then(|reader| word(&reader.code));
        for (label, value) in [("Receipt no.", word(&data.receipt_no)), ("Reader", reader)] {
            facts.rows.extend(value.map(|value| (label.to_owned(), value)));
        }
    }
    if let Some(data) = inner::<AcquirerData>(&body.acquirer_data) {
        prefer(&mut facts.at, word(&data.local_time).map(|text| readable_time(&text)));
        let known = |facts: &SlipFacts, label: &str| facts.rows.iter().any(|(found, _)| found == label);
        for (label, value) in [
            ("Auth. code", word(&data.authorization_code)),
            ("Terminal", word(&data.tid)),
            ("Response", word(&data.return_code)),
        ] {
            if let Some(value) = value.filter(|_| !known(facts, label)) {
                facts.rows.push((label.to_owned(), value));
            }
        }
    }
    if let Some(data) = inner::<MerchantData>(&body.merchant_data)
        && let Some(profile) = inner::<ProfileData>(&data.merchant_profile)
    {
        facts.merchant = merchant_lines(&profile);
    }
}

/// The receipt's own amounts, which are texts, where they are readable.
fn add_amounts(facts: &mut SlipFacts, data: &TransactionData) {
    let Ok(currency) = currency(&data.currency) else { return };
    let Ok(total) = amount(&data.amount, currency) else { return };
    let tip = amount(&data.tip_amount, currency).ok().filter(|tip| tip.is_positive());
    facts.total = Some(total);
    facts.amount = tip.and_then(|tip| total.checked_sub(tip).ok());
    facts.tip = tip;
}

fn merchant_lines(profile: &ProfileData) -> Vec<String> {
    let mut lines: Vec<String> = word(&profile.business_name).into_iter().collect();
    if let Some(address) = inner::<AddressData>(&profile.address) {
        lines.extend([word(&address.address_line1), word(&address.address_line2)].into_iter().flatten());
        let place: Vec<String> =
            [word(&address.post_code), word(&address.city)].into_iter().flatten().collect();
        if !place.is_empty() {
            lines.push(place.join(" "));
        }
    }
    lines
}

/// `2020-02-29T10:56:56.876Z` as `2020-02-29 10:56:56`.
fn readable_time(text: &str) -> String {
    match text.split_once('T') {
        Some((date, time)) if text.is_ascii() => format!("{date} {}", time.get(..8).unwrap_or(time)),
        _ => text.to_owned(),
    }
}
