use printpdf::{FontId, ParsedFont, PdfDocument, PdfFont};

use super::{Mpt, PdfError};

/// The three faces of a receipt. Inter's figures are tabular in the files we bundle, so columns of amounts align.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Strong,
    Mono,
}

const REGULAR: &[u8] = include_bytes!("../../../../../assets/fonts/Inter-Regular.ttf");
const STRONG: &[u8] = include_bytes!("../../../../../assets/fonts/Inter-SemiBold.ttf");
const MONO: &[u8] = include_bytes!("../../../../../assets/fonts/JetBrainsMono-Regular.ttf");

/// What the mono face's characters take, in thousandths of their size.
const MONO_ADVANCE: i32 = 600;

/// The fonts, parsed, to measure with. The document holds its own for embedding.
pub(super) struct Faces {
    regular: ParsedFont,
    strong: ParsedFont,
    mono: ParsedFont,
}

/// Characters that come from one face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) face: Face,
    /// From the beginning of the text.
    pub(super) offset: Mpt,
    pub(super) text: String,
}

impl Face {
    /// Also the six letters before the name of an embedded subset, which PDF wants to be capitals.
    pub(super) fn id(self) -> FontId {
        let name = match self {
            Face::Regular => "TBREGU",
            Face::Strong => "TBBOLD",
            Face::Mono => "TBMONO",
        };
        FontId(name.to_owned())
    }
}

impl Faces {
    pub(super) fn load(document: &mut PdfDocument) -> Result<Self, PdfError> {
        let faces = Self {
            regular: parse(REGULAR, "Inter-Regular")?,
            strong: parse(STRONG, "Inter-SemiBold")?,
            mono: parse(MONO, "JetBrainsMono-Regular")?,
        };
        for face in [Face::Regular, Face::Strong, Face::Mono] {
            document.resources.fonts.map.insert(face.id(), PdfFont::new(faces.font(face).clone()));
        }
        Ok(faces)
    }

    /// Width of `text` at `size`.
    pub(super) fn width(&self, face: Face, size: Mpt, text: &str) -> Mpt {
        text.chars().map(|c| self.advance(face, size, c)).fold(0, i32::saturating_add)
    }

    /// How far `c` moves the pen at `size`.
    pub(super) fn advance(&self, face: Face, size: Mpt, c: char) -> Mpt {
        if face == Face::Mono {
            // A column is a column, whichever face the character comes from.
            return scaled(size, MONO_ADVANCE, 1000);
        }
        let (face, c) = self.source(face, c);
        let font = self.font(face);
        let Some(glyph) = font.lookup_glyph_index(u32::from(c)) else { return 0 };
        scaled(size, i32::from(font.get_horizontal_advance(glyph)), i32::from(font.font_metrics.units_per_em))
    }

    /// Splits `text` where a character is missing in its face and another face or `?` stands in.
    pub(super) fn runs(&self, face: Face, size: Mpt, text: &str) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut offset = 0_i32;
        for wanted in text.chars() {
            let (source, c) = self.source(face, wanted);
            match runs.last_mut() {
                // A stand-in among mono characters is placed on its own column.
                Some(run) if run.face == source && (face != Face::Mono || source == face) => run.text.push(c),
                _ => runs.push(Run { face: source, offset, text: c.to_string() }),
            }
            offset = offset.saturating_add(self.advance(face, size, wanted));
        }
        runs
    }

    /// The face that has `c`, or the one that has the `?` in its place.
    fn source(&self, face: Face, c: char) -> (Face, char) {
        let has =
            |face: Face| self.font(face).lookup_glyph_index(u32::from(c)).is_some_and(|glyph| glyph != 0);
        let found = [face, Face::Regular, Face::Mono].into_iter().find(|face| has(*face));
        found.map_or((face, '?'), |face| (face, c))
    }

    fn font(&self, face: Face) -> &ParsedFont {
        match face {
            Face::Regular => &self.regular,
            Face::Strong => &self.strong,
            Face::Mono => &self.mono,
        }
    }
}

fn parse(bytes: &[u8], name: &'static str) -> Result<ParsedFont, PdfError> {
    ParsedFont::from_bytes(bytes, 0, &mut Vec::new()).ok_or(PdfError::Font(name))
}

/// `size × part / whole`, without overflow.
fn scaled(size: Mpt, part: i32, whole: i32) -> Mpt {
    let exact = i64::from(size) * i64::from(part) / i64::from(whole.max(1));
    i32::try_from(exact).unwrap_or(i32::MAX)
}
