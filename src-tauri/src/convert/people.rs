use ::till::{MAX_TRIES, Person, Role};

use crate::practice;
use crate::wire::{PersonRole, PersonView};

/// A person; their PIN only where it is the practice shop's own.
pub(crate) fn person_view(person: &Person, practising: bool) -> PersonView {
    PersonView {
        id: person.id.0.to_string(),
        name: person.name.clone(),
        role: match person.role {
            Role::Cashier => PersonRole::Cashier,
            Role::Manager => PersonRole::Manager,
        },
        locked: person.failed_tries >= MAX_TRIES,
        practice_pin: practising.then(|| practice::pin_of(person)).flatten().map(str::to_owned),
    }
}

/// The role of a person to be added.
pub(crate) fn role(role: PersonRole) -> Role {
    match role {
        PersonRole::Cashier => Role::Cashier,
        PersonRole::Manager => Role::Manager,
    }
}
