use payment::AttemptReference;
use sale::OrderNumber;

/// Digits and letters that a person cannot mistake for one another (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A new reference for an attempt on `order`: the order's last six digits, so that a person finds it in the provider's
/// portal, and forty random bits, so that it stays unique even after an old backup was restored.
pub(crate) fn new_reference(order: OrderNumber) -> Result<AttemptReference, getrandom::Error> {
    with_random_tail(format!("{:06}", order.get() % 1_000_000))
}

/// A new reference for an attempt of a refund: an R and the last five digits of the order, and forty random bits.
/// Without a purchase there are no digits but zeros.
pub(crate) fn new_refund_reference(order: Option<OrderNumber>) -> Result<AttemptReference, getrandom::Error> {
    with_random_tail(format!("R{:05}", order.map_or(0, OrderNumber::get) % 100_000))
}

fn with_random_tail(head: String) -> Result<AttemptReference, getrandom::Error> {
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random)?;
    let tail: String = random.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect();
    let text = format!("{head}{tail}");
    Ok(AttemptReference::new(text)
        .unwrap_or_else(|_| unreachable!("fourteen of the reference's own characters")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_names_its_order_and_is_never_the_same_twice() {
        let first = new_reference(OrderNumber::new(123)).expect("randomness");
        let second = new_reference(OrderNumber::new(123)).expect("randomness");
        assert!(first.as_str().starts_with("000123"));
        assert_eq!(first.as_str().len(), 14);
        assert_ne!(first, second);
        assert_eq!(&new_reference(OrderNumber::new(7_000_001)).expect("randomness").as_str()[..6], "000001");
    }
}
