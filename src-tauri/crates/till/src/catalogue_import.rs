use std::collections::HashMap;

use encoding_rs::WINDOWS_1252;
use money::{Currency, Money};
use rust_decimal::Decimal;
use sale::{CatalogueItem, ItemCode, ItemName, TaxRate, Unit, clean_line, ean13_check_digit};

use crate::catalogue_problem::{BadRow, RowProblem};

/// The largest catalogue file that is read: a million articles and their names fit well.
pub const MAX_CATALOGUE_BYTES: usize = 256 * 1024 * 1024;

/// The most rows that are named in a report; further bad rows are only counted.
const MAX_REPORTED: usize = 100;

/// A catalogue file that was not imported: nothing of it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCatalogue {
    /// The first hundred bad rows.
    pub rows: Vec<BadRow>,
    /// All bad rows.
    pub count: usize,
}

/// What is wrong, and what stands there.
type Complaint = (RowProblem, String);

/// Reads a whole catalogue file: `code,name,price,tax` and optionally `category,unit,picture,colour,aliases`, in any
/// order, separated by commas or semicolons, in UTF-8 or Windows-1252. Any bad row makes the whole file bad.
pub fn read_catalogue(bytes: &[u8], currency: Currency) -> Result<Vec<CatalogueItem>, BadCatalogue> {
    let mut report = Report::default();
    if bytes.len() > MAX_CATALOGUE_BYTES {
        report.bad(1, RowProblem::FileTooLarge.of(""));
        return Err(report.finish());
    }
    let text = decode(bytes);
    let separator = separator(&text);
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let columns = match reader.headers().map(Columns::find) {
        Ok(Ok(columns)) => columns,
        Ok(Err(complaint)) => {
            report.bad(1, complaint);
            return Err(report.finish());
        }
        Err(error) => {
            report.bad(1, RowProblem::Header.of(shown(&error.to_string())));
            return Err(report.finish());
        }
    };
    let mut items = Vec::new();
    let mut seen: HashMap<String, u64> = HashMap::new();
    for row in reader.records() {
        match row {
            Ok(row) => {
                let line = row.position().map_or(0, csv::Position::line);
                match read_row(&row, &columns, currency) {
                    Ok(item) => {
                        note_codes(&item, line, &mut seen, &mut report);
                        items.push(item);
                    }
                    Err(complaint) => report.bad(line, complaint),
                }
            }
            Err(error) => {
                report.bad(error.position().map_or(0, csv::Position::line), RowProblem::Row.of(""));
            }
        }
    }
    if items.is_empty() && report.count == 0 {
        report.bad(1, RowProblem::NoArticles.of(""));
    }
    if report.count == 0 { Ok(items) } else { Err(report.finish()) }
}

#[derive(Default)]
struct Report {
    rows: Vec<BadRow>,
    count: usize,
}

impl Report {
    fn bad(&mut self, line: u64, (problem, value): Complaint) {
        self.count += 1;
        if self.rows.len() < MAX_REPORTED {
            self.rows.push(BadRow { line, problem, value });
        }
    }

    fn finish(self) -> BadCatalogue {
        BadCatalogue { rows: self.rows, count: self.count }
    }
}

fn decode(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// A semicolon where the first line has more of them than commas: what spreadsheets write where the comma is decimal.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |wanted: char| first.chars().filter(|c| *c == wanted).count();
    if count(';') > count(',') { b';' } else { b',' }
}

struct Columns {
    code: usize,
    name: usize,
    price: usize,
    tax: usize,
    category: Option<usize>,
    unit: Option<usize>,
    picture: Option<usize>,
    colour: Option<usize>,
    aliases: Option<usize>,
}

impl Columns {
    fn find(header: &csv::StringRecord) -> Result<Self, Complaint> {
        let names: Vec<String> = header.iter().map(|name| clean_line(name).to_lowercase()).collect();
        let optional = |wanted: &str| names.iter().position(|name| name == wanted);
        let required = |wanted: &str| optional(wanted).ok_or_else(|| RowProblem::ColumnMissing.of(wanted));
        if let Some(twice) =
            names.iter().enumerate().find(|(i, name)| !name.is_empty() && names[..*i].contains(name))
        {
            return Err(RowProblem::ColumnTwice.of(shown(twice.1)));
        }
        Ok(Self {
            code: required("code")?,
            name: required("name")?,
            price: required("price")?,
            tax: required("tax")?,
            category: optional("category"),
            unit: optional("unit"),
            picture: optional("picture"),
            colour: optional("colour").or_else(|| optional("color")),
            aliases: optional("aliases"),
        })
    }
}

fn read_row(
    row: &csv::StringRecord,
    columns: &Columns,
    currency: Currency,
) -> Result<CatalogueItem, Complaint> {
    let cell = |index: usize| row.get(index).unwrap_or_default().trim();
    let optional = |index: Option<usize>| {
        let text = clean_line(index.map(cell).unwrap_or_default());
        (!text.is_empty()).then_some(text)
    };
    let code = read_code(cell(columns.code))?;
    let name =
        ItemName::new(cell(columns.name)).map_err(|_| RowProblem::Name.of(shown(cell(columns.name))))?;
    let price = Money::parse(cell(columns.price), currency)
        .map_err(|_| RowProblem::Price.of(shown(cell(columns.price))))?;
    if price.is_negative() || price.minor() > sale::largest_total(currency).minor() {
        return Err(RowProblem::PriceRange.of(price.to_string()));
    }
    let tax_text = cell(columns.tax).trim_end_matches('%').trim_end().replace(',', ".");
    let tax = Decimal::from_str_exact(&tax_text)
        .ok()
        .and_then(|percent| TaxRate::from_percent(percent).ok())
        .ok_or_else(|| RowProblem::Tax.of(shown(cell(columns.tax))))?;
    let unit = match optional(columns.unit).unwrap_or_default().to_lowercase().as_str() {
        "" | "piece" | "pcs" | "st" => Unit::Piece,
        "kg" => Unit::Kilogram,
        other => return Err(RowProblem::Unit.of(shown(other))),
    };
    let picture = optional(columns.picture);
    if let Some(name) = picture.as_deref().filter(|name| !is_plain_file_name(name)) {
        return Err(RowProblem::Picture.of(shown(name)));
    }
    let colour = optional(columns.colour);
    if let Some(text) = colour.as_deref().filter(|text| !is_colour(text)) {
        return Err(RowProblem::Colour.of(shown(text)));
    }
    let aliases = optional(columns.aliases).unwrap_or_default();
    let aliases: Result<Vec<String>, Complaint> = aliases
        .split('|')
        .map(str::trim)
        .filter(|a| !a.is_empty())
        .map(|a| read_code(a).map(|c| c.as_str().to_owned()))
        .collect();
    Ok(CatalogueItem {
        code,
        name,
        price,
        tax,
        category: optional(columns.category),
        unit,
        picture,
        colour,
        aliases: aliases?,
    })
}

/// A code of thirteen digits is an EAN-13, and one with a wrong check digit can never be scanned.
fn read_code(text: &str) -> Result<ItemCode, Complaint> {
    let code = ItemCode::new(text).map_err(|_| RowProblem::Code.of(shown(text)))?;
    let digits = code.as_str();
    if digits.len() == 13 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let expected = ean13_check_digit(&digits[..12]);
        let found = digits.bytes().last().map(|byte| byte - b'0');
        if expected != found {
            return Err(RowProblem::CheckDigit.of(digits));
        }
    }
    Ok(code)
}

fn note_codes(item: &CatalogueItem, line: u64, seen: &mut HashMap<String, u64>, report: &mut Report) {
    for code in std::iter::once(item.code.as_str()).chain(item.aliases.iter().map(String::as_str)) {
        if let Some(first) = seen.insert(code.to_owned(), line) {
            report.bad(line, RowProblem::CodeTwice { first }.of(code));
        }
    }
}

fn is_plain_file_name(name: &str) -> bool {
    !name.starts_with('.')
        && name.len() <= 100
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn shown(text: &str) -> String {
    clean_line(text).chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<CatalogueItem>, BadCatalogue> {
        read_catalogue(text.as_bytes(), Currency::EUR)
    }

    fn only_complaint(text: &str) -> BadRow {
        let bad = read(text).expect_err("the file is bad");
        assert_eq!(bad.count, 1, "{:?}", bad.rows);
        bad.rows[0].clone()
    }

    #[test]
    fn columns_come_in_any_order_with_commas_or_semicolons() {
        let comma = read("tax,price,name,code\n9,2.50,Espresso,101\n").expect("good");
        let semicolon = read("code;name;price;tax\n101;Espresso;2,50;9 %\n").expect("good");
        assert_eq!(comma, semicolon);
        assert_eq!(comma[0].price, Money::new(250, Currency::EUR));
    }

    #[test]
    fn windows_files_and_byte_order_marks_are_read() {
        let windows =
            read_catalogue(b"code,name,price,tax\r\n7,Cr\xe8me br\xfbl\xe9e \x80,4.50,9\r\n", Currency::EUR)
                .expect("good");
        assert_eq!(windows[0].name.as_str(), "Crème brûlée €");
        let marked = read("\u{feff}code,name,price,tax\n7,Crème,4.50,9\n").expect("good");
        assert_eq!(marked[0].name.as_str(), "Crème");
    }

    #[test]
    fn every_bad_row_is_named_by_its_line_and_nothing_is_imported() {
        let bad = read("code,name,price,tax\n1,Good,1.00,9\n2,\"Two\nlines\",x,9\n3,Late,1.00,900\n")
            .expect_err("bad");
        let lines: Vec<u64> = bad.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [3, 5], "a quoted line end counts as a line");
        assert_eq!((bad.rows[0].problem, bad.rows[0].value.as_str()), (RowProblem::Price, "x"));
        assert_eq!((bad.rows[1].problem, bad.rows[1].value.as_str()), (RowProblem::Tax, "900"));
    }

    #[test]
    fn a_code_stands_once_and_its_check_digit_is_right() {
        let twice = only_complaint("code,name,price,tax,aliases\n1,A,1,9,\n2,B,1,9,1\n");
        assert_eq!((twice.line, twice.to_string().as_str()), (3, "code: 1 stands on line 2 already"));
        let wrong = only_complaint("code,name,price,tax\n8712345678900,A,1,9\n");
        assert_eq!(wrong.problem, RowProblem::CheckDigit);
    }

    #[test]
    fn what_could_harm_later_is_refused_now() {
        for (row, complaint) in [
            ("1,A,1.005,9,,", RowProblem::Price),
            ("1,A,-1,9,,", RowProblem::PriceRange),
            ("1,,1,9,,", RowProblem::Name),
            ("1,A,1,9,../../etc/passwd,", RowProblem::Picture),
            ("1,A,1,9,,red", RowProblem::Colour),
        ] {
            let found = only_complaint(&format!("code,name,price,tax,picture,colour\n{row}\n"));
            assert_eq!(found.problem, complaint, "{row}: {found}");
        }
        let missing = only_complaint("code,price,tax\n1,1,9\n");
        assert_eq!((missing.problem, missing.value.as_str()), (RowProblem::ColumnMissing, "name"));
        assert_eq!(only_complaint("code,name,price,tax\n").problem, RowProblem::NoArticles);
        assert_eq!(read("code,name,price,tax\n").expect_err("bad").rows[0].line, 1);
    }

    #[test]
    fn a_report_stays_readable_when_every_row_is_bad() {
        let rows: String = (0..500).map(|i| format!("{i},A,x,9\n")).collect();
        let bad = read(&format!("code,name,price,tax\n{rows}")).expect_err("bad");
        assert_eq!((bad.count, bad.rows.len()), (500, 100));
    }
}
