//! The vendor's own client reads every answer: it was made from the vendor's description, not from ours.

use simulator::{Additions, Config, Decision, SoloAct, SoloStage, Timings};
use sumup::{Authorization, Client, checkouts, payouts, readers, receipts, transactions};

use crate::shop::{COUNTER, NEW, Shop, quick, with_sumup};

const MERCHANT: &str = "MC4PRACT";

fn client(shop: &Shop) -> Client {
    let http = Client::http_client_builder().no_proxy().build().unwrap();
    Client::new()
        .with_client(http)
        .with_base_url(shop.handle.sumup_base_url())
        .with_authorization(Authorization::api_key(shop.handle.sumup_api_key()))
}

fn request(minor: i64, foreign: &str) -> readers::CreateCheckoutRequest {
    let total = readers::CreateCheckoutRequestTotalAmount::builder()
        .currency("EUR")
        .minor_unit(2)
        .value(minor)
        .build();
    let affiliate = readers::CreateCheckoutRequestAffiliate::builder()
        .app_id("till")
        .key("key")
        .foreign_transaction_id(foreign)
        .build();
    readers::CreateCheckoutRequest::builder()
        .total_amount(total)
        .affiliate(sumup::Nullable::Value(affiliate))
        .description("Order 7")
        .tip_rates(vec![0.1, 0.15])
        .build()
}

fn by_client_id(id: &str) -> transactions::GetParams {
    transactions::GetParams::builder().client_transaction_id(id).build()
}

fn history() -> transactions::ListParams {
    transactions::ListParams::builder().build()
}

#[tokio::test]
async fn the_official_client_pairs_a_reader_and_reads_its_life() {
    let shop = Shop::open().await;
    let client = client(&shop);
    shop.act(NEW, SoloAct::ShowPairingCode);
    let code = shop.solo(NEW).pairing_code.unwrap();
    let create = readers::CreateRequest::builder().name("Window").pairing_code(code).build();
    let created = client.readers().create(MERCHANT, create).await.unwrap();
    assert_eq!(created.status, readers::ReaderStatus::Processing);
    shop.act(NEW, SoloAct::ConfirmPairing);
    let got = client.readers().get(MERCHANT, &created.id).await.unwrap();
    assert_eq!((got.status, got.device.identifier.as_str()), (readers::ReaderStatus::Paired, NEW));
    let rename = readers::UpdateRequest::builder().name("Door").build();
    assert_eq!(client.readers().update(MERCHANT, &created.id, rename).await.unwrap().name, "Door");
    assert_eq!(client.readers().list(MERCHANT).await.unwrap().items.len(), 2);
    let status = client.readers().get_status(MERCHANT, &created.id).await.unwrap().data;
    assert_eq!(status.status, readers::StatusResponseDataStatus::Online);
    assert_eq!(status.state, Some(readers::StatusResponseDataState::Idle));
    client.readers().delete(MERCHANT, &created.id).await.unwrap();
    let gone = client.readers().get(MERCHANT, &created.id).await.unwrap_err();
    assert!(gone.status().is_some_and(|status| status == 404) && gone.body().is_some(), "{gone:?}");
}

#[tokio::test]
async fn the_official_client_pays_refuses_and_pays_back() {
    let shop = Shop::with(with_sumup(|sumup| sumup.additions = Additions::all())).await;
    let client = client(&shop);
    let reader = shop.solo(COUNTER).reader.unwrap();
    let data = client.readers().create_checkout(MERCHANT, &reader, request(1_000, "a-1")).await.unwrap().data;
    let busy = client.readers().create_checkout(MERCHANT, &reader, request(1_000, "a-2")).await.unwrap_err();
    assert!(busy.status().is_some_and(|status| status == 422) && busy.body().is_some(), "{busy:?}");
    shop.stage(COUNTER, SoloStage::SelectingTip).await;
    client.readers().terminate_checkout(MERCHANT, &reader).await.unwrap();
    shop.stage(COUNTER, SoloStage::Idle).await;
    let checkout = data.checkout_id.unwrap();
    let told = client.readers().get_checkout(MERCHANT, &reader, &checkout).await.unwrap().data;
    assert_eq!(told.status, readers::GetReaderCheckoutResponseDataStatus::Failed);
    let never = client.transactions().get(MERCHANT, by_client_id(&data.client_transaction_id)).await;
    assert!(never.is_err_and(|error| error.status().is_some_and(|status| status == 404)));

    let data = client.readers().create_checkout(MERCHANT, &reader, request(1_000, "a-3")).await.unwrap().data;
    shop.stage(COUNTER, SoloStage::SelectingTip).await;
    shop.act(COUNTER, SoloAct::SelectTip { percent: Some(15) });
    shop.act(COUNTER, crate::shop::tap());
    shop.stage(COUNTER, SoloStage::Approved).await;
    let paid = client.transactions().get(MERCHANT, by_client_id(&data.client_transaction_id)).await.unwrap();
    let id = paid.id.unwrap();
    assert_eq!(paid.amount.map(|amount| format!("{amount:.2}")).as_deref(), Some("11.50"));
    assert_eq!(paid.foreign_transaction_id.as_deref(), Some("a-3"));

    let part = transactions::RefundRequest::builder().amount(1.5).build();
    client.transactions().refund(MERCHANT, &id, Some(part)).await.unwrap();
    let high = transactions::RefundRequest::builder().amount(10.01).build();
    let high = client.transactions().refund(MERCHANT, &id, Some(high)).await.unwrap_err();
    assert!(high.status().is_some_and(|status| status == 422) && high.body().is_some(), "{high:?}");
    let all = transactions::RefundRequest::builder().build();
    client.transactions().refund(MERCHANT, &id, Some(all.clone())).await.unwrap();
    let again = client.transactions().refund(MERCHANT, &id, Some(all)).await.unwrap_err();
    assert!(again.status().is_some_and(|status| status == 409) && again.body().is_some(), "{again:?}");

    let lines = client.transactions().list(MERCHANT, history()).await.unwrap().items.unwrap();
    assert_eq!(lines.len(), 3, "the payment and two refunds");
    let mid = receipts::GetParams::builder().mid(MERCHANT).build();
    let receipt = client.receipts().get(&id, mid).await.unwrap();
    let data = receipt.transaction_data.unwrap();
    assert_eq!((data.amount.as_deref(), data.tip_amount.as_deref()), (Some("11.50"), Some("1.50")));
    assert_eq!(data.events.unwrap().len(), 2);
}

#[tokio::test]
async fn the_official_client_reads_pages_payouts_and_the_merchant() {
    let shop = Shop::open().await;
    let client = client(&shop);
    assert_eq!(client.merchants().get(MERCHANT).await.unwrap().default_currency, "EUR");
    let create = checkouts::CreateRequest::builder()
        .checkout_reference("link")
        .amount(12.5)
        .currency(sumup::Currency::EUR)
        .merchant_code(MERCHANT)
        .hosted_checkout(checkouts::HostedCheckout::builder().enabled(true).build())
        .build();
    let id = client.checkouts().create(create).await.unwrap().id.unwrap();
    shop.handle.hosted_act(&id, &simulator::HostedAct::Pay { brand: simulator::Brand::Visa }).unwrap();
    let paid = client.checkouts().get(&id).await.unwrap();
    assert_eq!(paid.status, Some(checkouts::CheckoutSuccessStatus::Paid));
    assert!(client.checkouts().deactivate(&id).await.is_err_and(|error| error.status().is_some()));
    let date = |text: &str| text.parse().unwrap();
    let period =
        payouts::ListParams::builder().start_date(date("2000-01-01")).end_date(date("2999-01-01")).build();
    assert_eq!(client.payouts().list(MERCHANT, period).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_official_client_reads_every_amount_right_up_to_where_its_own_numbers_end() {
    let config = Config { decision: Decision::Script, timings: Timings::quick(), ..quick() };
    let shop = Shop::with(config).await;
    let client = client(&shop);
    let reader = shop.solo(COUNTER).reader.unwrap();
    for minor in [1, 9, 10, 101, 999, 1_010, 12_345, 99_999, 1_234_567, 9_999_999, 13_107_199, 13_107_200] {
        let checkout = request(minor, &format!("amount-{minor}"));
        let data = client.readers().create_checkout(MERCHANT, &reader, checkout).await.unwrap().data;
        shop.ended(&data.client_transaction_id).await;
        let id = data.client_transaction_id;
        let read = client.transactions().get(MERCHANT, by_client_id(&id)).await.unwrap();
        let expected = format!("{}.{:02}", minor / 100, minor % 100);
        assert_eq!(read.amount.map(|amount| format!("{amount:.2}")), Some(expected));
        shop.stage(COUNTER, SoloStage::Idle).await;
    }
}
