use async_trait::async_trait;
use payment::ProviderFault;
use payment::capabilities::{MerchantProfile, MerchantProfiles};
use serde::Deserialize;

use crate::Sumup;
use crate::fault::accepted;
use crate::member::{Member, inner, items, object, word};

#[derive(Deserialize)]
struct Members {
    alias: Member,
    default_currency: Member,
    business_profile: Member,
    company: Member,
}

/// The business profile and the company are alike as far as a receipt needs them.
#[derive(Deserialize)]
struct Business {
    name: Member,
    address: Member,
    phone_number: Member,
    identifiers: Member,
}

#[derive(Deserialize)]
struct Address {
    street_address: Member,
    post_code: Member,
    city: Member,
    post_town: Member,
    country: Member,
}

#[derive(Deserialize)]
struct Identifier {
    r#ref: Member,
    value: Member,
}

#[async_trait]
impl MerchantProfiles for Sumup {
    /// What customers see (the business profile) before what the law sees (the company).
    async fn profile(&self) -> Result<MerchantProfile, ProviderFault> {
        let answer = accepted(self.http.read(&["v1", "merchants", &self.merchant], &[]).await?)?;
        let members: Members =
            object(answer.text()?).ok_or_else(|| answer.unreadable("the answer is no merchant"))?;
        let shown: Option<Business> = inner(&members.business_profile);
        let company: Option<Business> = inner(&members.company);
        let both = [&shown, &company];
        let first = |read: fn(&Business) -> &Member| {
            both.into_iter().flatten().find_map(|business| word(read(business)))
        };
        let address = both.into_iter().flatten().map(|business| address(&business.address));
        Ok(MerchantProfile {
            name: first(|business| &business.name).or_else(|| word(&members.alias)).unwrap_or_default(),
            address: address.into_iter().find(|lines| !lines.is_empty()).unwrap_or_default(),
            vat_id: company.as_ref().and_then(vat_id),
            phone: first(|business| &business.phone_number),
            currency: word(&members.default_currency),
        })
    }
}

fn address(member: &Member) -> Vec<String> {
    let Some(address) = inner::<Address>(member) else { return Vec::new() };
    let street = items(&address.street_address).into_iter().take(4);
    let mut lines: Vec<String> = street.filter_map(|line| word(&Some(line))).collect();
    let city = word(&address.city).or_else(|| word(&address.post_town));
    let place: Vec<String> = [word(&address.post_code), city].into_iter().flatten().collect();
    if !place.is_empty() {
        lines.push(place.join(" "));
    }
    if !lines.is_empty() {
        lines.extend(word(&address.country));
    }
    lines
}

fn vat_id(company: &Business) -> Option<String> {
    let identifiers = items(&company.identifiers);
    let mut read = identifiers.iter().take(50).filter_map(|item| object::<Identifier>(item.get()));
    let vat =
        read.find(|one| word(&one.r#ref).is_some_and(|name| name.to_ascii_lowercase().contains("vat")))?;
    word(&vat.value)
}
