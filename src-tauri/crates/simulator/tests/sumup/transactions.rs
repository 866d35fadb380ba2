//! Looking up transactions, the history, receipts, payouts, the merchant.

use serde_json::{Value, json};
use simulator::{Additions, Entry, ResponseCode, SoloAct, SoloStage, Verification};

use crate::shop::{COUNTER, Shop, card, with_foreign_id, with_sumup};

#[tokio::test]
async fn a_transaction_is_found_by_any_of_its_ids() {
    let shop = Shop::open().await;
    let id = shop.accepted(&with_foreign_id(crate::shop::euros(1_010), "attempt 9/ö")).await;
    shop.stage(COUNTER, SoloStage::WaitingForCard).await;
    shop.act(COUNTER, crate::shop::tap());
    let paid = shop.ended(&id).await;
    assert!(paid["transaction_code"].as_str().unwrap().starts_with('T'), "{paid}");
    let text = |name: &str| paid[name].as_str().unwrap().to_owned();
    for query in [
        format!("id={}", text("id")),
        format!("transaction_code={}", text("transaction_code")),
        format!("client_transaction_id={id}"),
        "foreign_transaction_id=attempt+9%2F%C3%B6".to_owned(),
    ] {
        assert_eq!(shop.get(&format!("{}?{query}", shop.transactions())).await.json(), paid, "{query}");
    }
    for nothing in ["id=1", "foreign_transaction_id=other", ""] {
        let missing = shop.get(&format!("{}?{nothing}", shop.transactions())).await;
        assert_eq!((missing.status, &missing.json()["error_code"]), (404, &json!("NOT_FOUND")), "{nothing}");
    }
}

async fn history(shop: &Shop, query: &str) -> (Vec<Value>, Option<String>) {
    let page = shop.get(&format!("{}/history?{query}", shop.transactions())).await.json();
    let next = page["links"][0]["href"].as_str().map(str::to_owned);
    (page["items"].as_array().unwrap().clone(), next)
}

#[tokio::test]
async fn the_history_has_payments_and_refunds_in_pages_and_by_filter() {
    let shop = Shop::open().await;
    let mut paid = Vec::new();
    for minor in [100, 200, 300] {
        paid.push(shop.paid(minor).await);
    }
    shop.asked(400).await;
    shop.act(COUNTER, SoloAct::Decline { code: ResponseCode::DO_NOT_HONOUR });
    shop.stage(COUNTER, SoloStage::Idle).await;
    let refunds = format!("/v1.0/merchants/MC4PRACT/payments/{}/refunds", paid[0]["id"].as_str().unwrap());
    assert_eq!(shop.post(&refunds, &json!({ "amount": 0.4 })).await.status, 204);

    let (all, next) = history(&shop, "").await;
    let amounts: Vec<_> = all.iter().map(|line| line["amount"].to_string()).collect();
    assert_eq!((amounts.join(" ").as_str(), next), ("1 2 3 4 0.4", None));
    assert_eq!(all[0]["refunded_amount"].to_string(), "0.4");
    assert_eq!((&all[4]["type"], &all[4]["transaction_id"]), (&json!("REFUND"), &paid[0]["id"]));

    let mut seen = Vec::new();
    let mut query = "limit=2&order=descending&statuses[]=SUCCESSFUL".to_owned();
    loop {
        let (page, next) = history(&shop, &query).await;
        assert!(page.len() <= 2);
        seen.extend(page.iter().map(|line| line["amount"].to_string()));
        match next {
            Some(next) => query = next,
            None => break,
        }
    }
    assert_eq!(seen.join(" "), "0.4 3 2 1", "the failed one is left out, on every page");

    for (query, count) in [
        ("types[]=REFUND", 1),
        ("types=PAYMENT&statuses[]=FAILED&statuses[]=SUCCESSFUL", 4),
        ("payment_types[]=ECOM", 0),
        ("entry_modes[]=CONTACTLESS", 5),
        ("changes_since=2000-01-01T00:00:00Z", 5),
        ("changes_since=2999-01-01T00:00:00Z", 0),
        ("oldest_time=2999-01-01T00:00:00Z", 0),
        ("newest_time=2000-01-01T00:00:00Z", 0),
    ] {
        assert_eq!(history(&shop, query).await.0.len(), count, "{query}");
    }
    for bad in ["limit=0", "limit=x", "order=sideways", "changes_since=yesterday"] {
        assert_eq!(shop.get(&format!("{}/history?{bad}", shop.transactions())).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn a_changed_payment_is_in_the_history_since_its_refund() {
    let shop = Shop::open().await;
    let paid = shop.paid(100).await;
    let refunds = format!("/v1.0/merchants/MC4PRACT/payments/{}/refunds", paid["id"].as_str().unwrap());
    shop.post(&refunds, &json!({})).await;
    let (lines, _) = history(&shop, "types[]=REFUND").await;
    let since = lines[0]["timestamp"].as_str().unwrap();
    let (changed, _) = history(&shop, &format!("changes_since={since}")).await;
    assert_eq!(changed.len(), 2, "the payment, because it changed, and its refund");
}

#[tokio::test]
async fn a_receipt_has_its_amounts_as_text_and_what_the_bank_said() {
    let shop = Shop::open().await;
    let paid = shop.paid(1_010).await;
    let (id, code) = (paid["id"].as_str().unwrap(), paid["transaction_code"].as_str().unwrap());
    let receipt = shop.get(&format!("/v1.1/receipts/{id}?mid=MC4PRACT")).await.json();
    let data = &receipt["transaction_data"];
    assert_eq!((&data["amount"], &data["tip_amount"]), (&json!("10.10"), &json!("0.00")));
    assert_eq!(
        (&data["card"]["type"], &data["card_reader"]["code"]),
        (&json!("MASTERCARD"), &json!(COUNTER))
    );
    assert_eq!(receipt["acquirer_data"]["authorization_code"], paid["auth_code"]);
    assert_eq!(receipt["acquirer_data"]["return_code"], "00");
    let by_code = shop.get(&format!("/v1.1/receipts/{code}?mid=MC4PRACT")).await.json();
    assert_eq!(by_code, receipt);
    assert_eq!(shop.get(&format!("/v1.1/receipts/{id}?mid=OTHER")).await.status, 400);
    assert_eq!(shop.get(&format!("/v1.1/receipts/{id}")).await.status, 400);
    assert_eq!(shop.get("/v1.1/receipts/nothing?mid=MC4PRACT").await.status, 404);
    assert_eq!(shop.get(&format!("/v1.1/receipts/{id}?mid=MC4PRACT&tx_event_id=1")).await.status, 404);
}

#[tokio::test]
async fn a_declined_receipt_has_the_banks_code_and_no_authorisation() {
    let shop = Shop::open().await;
    let id = shop.asked(100).await;
    shop.act(COUNTER, card(Entry::Chip, Verification::ByRule));
    for _ in 0..3 {
        shop.act(COUNTER, SoloAct::EnterPin { pin: simulator::Pin::Wrong });
    }
    let failed = shop.ended(&id).await;
    let receipt = shop.get(&format!("/v1.1/receipts/{}?mid=MC4PRACT", failed["id"].as_str().unwrap())).await;
    let receipt = receipt.json();
    assert_eq!(receipt["acquirer_data"]["return_code"], "75");
    assert!(receipt["acquirer_data"].get("authorization_code").is_none());
}

#[tokio::test]
async fn payouts_are_payments_less_a_fee_and_refunds() {
    let shop = Shop::with(with_sumup(|sumup| sumup.additions = Additions::default())).await;
    let paid = shop.paid(10_000).await;
    let refunds = format!("/v1.0/merchants/MC4PRACT/payments/{}/refunds", paid["id"].as_str().unwrap());
    shop.post(&refunds, &json!({ "amount": 5 })).await;
    let path = "/v1.0/merchants/MC4PRACT/payouts";
    let period = "start_date=2000-01-01&end_date=2999-12-31";
    let payouts = shop.get(&format!("{path}?{period}")).await.json();
    assert_eq!(
        (payouts[0]["amount"].to_string(), payouts[0]["fee"].to_string()),
        ("98.61".into(), "1.39".into())
    );
    assert_eq!(
        (&payouts[1]["type"], payouts[1]["amount"].to_string()),
        (&json!("REFUND_DEDUCTION"), "5".into())
    );
    let newest = shop.get(&format!("{path}?{period}&order=desc&limit=1")).await.json();
    assert_eq!(newest, json!([payouts[1]]));
    let csv = shop.get(&format!("{path}?{period}&format=csv")).await;
    assert_eq!((csv.content_type.as_str(), csv.text.lines().count()), ("text/plain", 3));
    for bad in
        ["", "start_date=2020-01-01", "start_date=2021-01-01&end_date=2020-01-01", "start_date=x&end_date=y"]
    {
        assert_eq!(shop.get(&format!("{path}?{bad}")).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn the_merchant_and_its_payment_methods_are_told() {
    let shop = Shop::open().await;
    let merchant = shop.get("/v1/merchants/MC4PRACT").await.json();
    assert_eq!(
        (&merchant["merchant_code"], &merchant["default_currency"]),
        (&json!("MC4PRACT"), &json!("EUR"))
    );
    assert_eq!(merchant["business_profile"]["name"], "Practice Bakery");
    let path = "/v0.1/merchants/MC4PRACT/payment-methods";
    let methods = shop.get(&format!("{path}?amount=5.00&currency=EUR")).await.json();
    assert_eq!(methods["available_payment_methods"][0]["id"], "card");
    assert_eq!(shop.get(&format!("{path}?amount=5.00")).await.status, 400);
    assert_eq!(shop.get(&format!("{path}?currency=ZZZ")).await.status, 400);
}
