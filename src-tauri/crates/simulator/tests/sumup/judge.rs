//! The vendor's description as a judge: statuses, media types, schemas, formats; and no member it does not know.

use std::sync::LazyLock;

use jsonschema::Draft;
use serde_json::{Map, Value, json};

static DESCRIPTION: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("sumup-openapi.json")).unwrap());

/// Statuses an operation's description leaves out although its gateway gives them: what is wrong with the headers, the
/// key or the merchant concerns every operation.
const AT_THE_GATE: [u16; 4] = [400, 401, 404, 405];
const PROBLEM: &str = "application/problem+json";

/// Panics when the answer is not what the description promises.
pub(crate) fn check(method: &str, path: &str, status: u16, content_type: &str, body: &str) {
    let name = format!("{method} {path} {status}");
    let operation = operation(method, path).unwrap_or_else(|| panic!("{name}: not described"));
    let described = &operation["responses"][status.to_string()];
    if !described.is_object() {
        assert!(AT_THE_GATE.contains(&status), "{name}: not described: {body}");
        let schema = if content_type == PROBLEM { "Problem" } else { gate_schema(status) };
        return judge(&name, &json!({ "$ref": format!("#/components/schemas/{schema}") }), body);
    }
    let Some(content) = described["content"].as_object() else {
        assert_eq!(body, "", "{name}: described without a body");
        return;
    };
    match content.get(content_type).map(|content| &content["schema"]) {
        Some(schema) if content_type == "text/plain" => assert_eq!(schema["type"], "string"),
        Some(Value::Null) => assert_eq!(body, "", "{name}: described without a schema"),
        Some(schema) => judge(&name, schema, body),
        // The key is refused before the resource; a problem document is what the vendor shows as its example.
        None if status == 401 && content_type == PROBLEM => {
            judge(&name, &json!({ "$ref": "#/components/schemas/Problem" }), body);
        }
        None if body.is_empty() => assert!(content.values().all(|content| content.get("schema").is_none())),
        // The gateway's own 400 on an operation that has another 400.
        None if AT_THE_GATE.contains(&status) && content_type == PROBLEM => {
            judge(&name, &json!({ "$ref": "#/components/schemas/Problem" }), body);
        }
        None => panic!("{name}: media type {content_type} is not described"),
    }
}

/// Checks against one of the described schemas.
pub(crate) fn check_schema(schema: &str, body: &str) {
    judge(schema, &json!({ "$ref": format!("#/components/schemas/{schema}") }), body);
}

const fn gate_schema(status: u16) -> &'static str {
    match status {
        400 => "BadRequest",
        401 => "Problem",
        _ => "Error",
    }
}

fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let path = path.split('?').next().unwrap_or_default();
    let described = DESCRIPTION["paths"].as_object()?;
    let fits = |template: &str| {
        let (wanted, given) = (template.split('/'), path.split('/'));
        wanted.clone().count() == given.clone().count()
            && wanted.zip(given).all(|(wanted, given)| wanted.starts_with('{') || wanted == given)
    };
    let found = described.iter().find(|(template, _)| fits(template))?.1;
    found.get(method.to_lowercase())
}

fn judge(name: &str, schema: &Value, body: &str) {
    let body: Value = serde_json::from_str(body).unwrap_or_else(|error| panic!("{name}: {error}: {body}"));
    let schema = closed(schema);
    let decimal = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    let mut options = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .should_ignore_unknown_formats(false);
    for number in ["float", "double", "decimal", "int32", "int64"] {
        options = options.with_format(number, decimal);
    }
    let validator = options.build(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
    let errors: Vec<String> =
        validator.iter_errors(&body).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?} in {body:#}");
}

/// The schema with everything it refers to inside, `nullable` in today's words, and closed: the description leaves
/// nearly every member optional and every object open, so a misspelt name would pass otherwise.
fn closed(schema: &Value) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return closed(DESCRIPTION.pointer(reference.trim_start_matches('#')).expect("a known reference"));
    }
    let Some(object) = schema.as_object() else { return schema.clone() };
    let mut object = object.clone();
    if let Some(Value::Array(parts)) = object.remove("allOf") {
        return merged(&parts);
    }
    if let Some(Value::Array(choices)) = object.get_mut("oneOf") {
        *choices = choices.iter().map(closed).collect();
    }
    if let Some(items) = object.get_mut("items") {
        *items = closed(items);
    }
    if let Some(Value::Object(members)) = object.get_mut("properties") {
        for member in members.values_mut() {
            *member = closed(member);
        }
        object.entry("additionalProperties").or_insert(Value::Bool(false));
    }
    if object.remove("nullable") == Some(Value::Bool(true)) {
        let kind = object["type"].take();
        object.insert("type".to_owned(), json!([kind, "null"]));
    }
    Value::Object(object)
}

fn merged(parts: &[Value]) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for part in parts.iter().map(closed) {
        properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
        required.extend(part["required"].as_array().cloned().unwrap_or_default());
    }
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

#[test]
#[should_panic(expected = "Additional properties are not allowed")]
fn a_misspelt_member_does_not_pass() {
    check_schema("TransactionFull", r#"{"amuont":1}"#);
}

#[test]
#[should_panic(expected = "date-time")]
fn a_time_without_an_offset_does_not_pass() {
    check_schema("TransactionFull", r#"{"timestamp":"2026-01-01 10:00"}"#);
}
