//! Who works at the till.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use secrecy::SecretString;
use serde_json::{Value, json};
use till::{MAX_TRIES, Person, Pin, Role, Till};

use super::Answered;
use crate::cli::{NewPinArgs, PeopleCommand};
use crate::outcome::{Outcome, Refusal};
use crate::output;

/// More than any PIN with its line end.
const MAX_PIN_BYTES: u64 = 64;

pub(crate) async fn run(json: bool, till: &Till, command: PeopleCommand) -> Answered {
    match command {
        PeopleCommand::List => {
            let people = till.people().await?;
            let lines: Vec<String> = people.iter().map(line).collect();
            let documents: Vec<Value> = people.iter().map(document).collect();
            output::answer(json, &json!({ "people": documents }), &lines.join("\n"));
        }
        PeopleCommand::Add { name, role, pin } => {
            let role = if role == "manager" { Role::Manager } else { Role::Cashier };
            let person = till.add_person(till.approval_at_hand()?, &name, role, &new_pin(&pin)?).await?;
            output::answer(json, &document(&person), &line(&person));
        }
        PeopleCommand::Remove { name } => {
            let person = named(till, &name).await?;
            till.remove_person(till.approval_at_hand()?, person.id).await?;
            output::answer(json, &document(&person), &format!("{} is out", person.name));
        }
        PeopleCommand::SetPin { name, pin } => {
            let person = named(till, &name).await?;
            till.set_pin(till.approval_at_hand()?, person.id, &new_pin(&pin)?).await?;
            answer_with(json, till, &name).await?;
        }
        PeopleCommand::Rescue { name, pin } => {
            let person = named(till, &name).await?;
            till.rescue_manager(person.id, &new_pin(&pin)?).await?;
            answer_with(json, till, &name).await?;
        }
    }
    Ok(Outcome::Done)
}

/// Signs in whoever a name and a file with their PIN stand for.
pub(crate) async fn sign_in(till: &Till, name: &str, pin_file: &Path) -> Result<(), Refusal> {
    let person = named(till, name).await?;
    let pin = pin_of_file(pin_file)?;
    till.sign_in(person.id, &pin).await?;
    Ok(())
}

async fn answer_with(json: bool, till: &Till, name: &str) -> Result<(), Refusal> {
    let person = named(till, name).await?;
    output::answer(json, &document(&person), &line(&person));
    Ok(())
}

async fn named(till: &Till, name: &str) -> Result<Person, Refusal> {
    let people = till.people().await?;
    let found = people.into_iter().find(|person| person.name.to_lowercase() == name.trim().to_lowercase());
    found.ok_or_else(|| Refusal::usage(format!("nobody is called {name:?} here")))
}

fn new_pin(args: &NewPinArgs) -> Result<Pin, Refusal> {
    match &args.new_pin_file {
        Some(file) => pin_of_file(file),
        None => read_pin(std::io::stdin()).map_err(Refusal::usage),
    }
}

fn pin_of_file(path: &Path) -> Result<Pin, Refusal> {
    let refused = |error: &dyn std::fmt::Display| Refusal::usage(format!("{}: {error}", path.display()));
    let file = File::open(path).map_err(|error| refused(&error))?;
    read_pin(file).map_err(|error| refused(&error))
}

fn read_pin(source: impl Read) -> Result<Pin, String> {
    let mut text = String::new();
    source.take(MAX_PIN_BYTES).read_to_string(&mut text).map_err(|error| error.to_string())?;
    Pin::new(&SecretString::from(text)).map_err(|error| error.to_string())
}

fn document(person: &Person) -> Value {
    json!({
        "id": person.id,
        "name": person.name,
        "role": person.role.as_str(),
        "failed_tries": person.failed_tries,
        "locked": person.failed_tries >= MAX_TRIES,
    })
}

fn line(person: &Person) -> String {
    let locked = if person.failed_tries >= MAX_TRIES { "  PIN locked" } else { "" };
    format!("{:>3}  {:<7}  {}{locked}", person.id.0, person.role.as_str(), person.name)
}
