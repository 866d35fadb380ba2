//! The receipt as a PDF: a roll as long as its content, or a column on A4.

mod barcode;
mod canvas;
mod faces;
mod flow;
mod logo;
mod slip;

use std::fmt;

use printpdf::{OffsetDateTime, PdfDocument, PdfParseErrorSeverity, PdfSaveOptions, XObject, XObjectId};

use crate::logo::PRACTICE_LOGO;
use crate::pdf::canvas::draw;
use crate::pdf::faces::Faces;
use crate::pdf::flow::flow;
use crate::pdf::logo::{Picture, Size};
use crate::{Block, DeclineSlip, Document, Logo, LogoId, ReceiptModel, RefundSlip};

/// Thousandths of a point (1/72 inch). Whole numbers, so that every machine places every character alike.
type Mpt = i32;

/// What the PDF is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Paper {
    /// A roll of 80 mm, 72 mm of it printable.
    Roll80,
    /// A roll of 58 mm, 48 mm of it printable.
    Roll58,
    /// Sheets of A4 with one column in the middle.
    A4,
}

/// Makes PDFs. Fonts and the built-in logo are read once, when it is made; it may be shared between threads.
pub struct PdfRenderer {
    faces: Faces,
    practice_logo: Picture,
    /// Fonts registered, no page yet.
    template: PdfDocument,
}

/// Why there is no PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// A built-in font cannot be read.
    #[error("unreadable font {0}")]
    Font(&'static str),
    /// A logo is not a plain PNG of one bit.
    #[error("unreadable logo: {0}")]
    Logo(&'static str),
    /// The receipt names a logo, and another or none was given.
    #[error("logo {0} is missing")]
    LogoMissing(LogoId),
    /// The PDF library reports that the file would not show what it should.
    #[error("pdf: {0}")]
    Library(String),
}

/// Where things stand on a paper.
#[derive(Debug, Clone, Copy)]
struct Geometry {
    page_width: Mpt,
    /// Sheets have a height; rolls are as long as they need to be, up to `MAX_PAGE`.
    page_height: Option<Mpt>,
    margin: Mpt,
    /// Top and bottom.
    end_margin: Mpt,
    width: Mpt,
    /// Size of type, in thousandths of that on the 80 mm roll.
    scale: i32,
}

/// The tallest page viewers agree on is 14 400 points.
const MAX_PAGE: Mpt = 14_000_000;

impl Paper {
    const fn geometry(self) -> Geometry {
        match self {
            Paper::Roll80 => Geometry {
                page_width: 226_772,
                page_height: None,
                margin: 11_339,
                end_margin: 14_173,
                width: 204_094,
                scale: 1000,
            },
            Paper::Roll58 => Geometry {
                page_width: 164_409,
                page_height: None,
                margin: 14_173,
                end_margin: 11_339,
                width: 136_063,
                scale: 830,
            },
            Paper::A4 => Geometry {
                page_width: 595_276,
                page_height: Some(841_890),
                margin: 170_079,
                end_margin: 42_520,
                width: 255_118,
                scale: 1050,
            },
        }
    }
}

impl PdfRenderer {
    /// Reads the built-in fonts and logo: some milliseconds, so make it once.
    pub fn new() -> Result<Self, PdfError> {
        let mut template = PdfDocument::new("");
        let faces = Faces::load(&mut template)?;
        let practice_logo = Picture::from_png(PRACTICE_LOGO, Size::Wide(104_000))?;
        Ok(Self { faces, practice_logo, template })
    }

    /// The PDF of a receipt; `copy` is the number of a reprint. The same receipt gives the same bytes.
    ///
    /// `logo` is the shop's own that the receipt names; one it does not name is not used, and the built-in one need not
    /// be given.
    pub fn receipt(
        &self,
        receipt: &ReceiptModel,
        copy: Option<u32>,
        paper: Paper,
        logo: Option<&Logo>,
    ) -> Result<Vec<u8>, PdfError> {
        self.render(&receipt.to_document(copy), paper, logo)
    }

    /// The PDF of a slip that charged nothing.
    pub fn decline_slip(
        &self,
        slip: &DeclineSlip,
        paper: Paper,
        logo: Option<&Logo>,
    ) -> Result<Vec<u8>, PdfError> {
        self.render(&slip.to_document(), paper, logo)
    }

    /// The PDF of the slip of a refund; `copy` is the number of a reprint. The same slip gives the same bytes.
    pub fn refund_slip(
        &self,
        slip: &RefundSlip,
        copy: Option<u32>,
        paper: Paper,
        logo: Option<&Logo>,
    ) -> Result<Vec<u8>, PdfError> {
        self.render(&slip.to_document(copy), paper, logo)
    }

    /// The PDF of any document.
    pub fn render(
        &self,
        document: &Document,
        paper: Paper,
        logo: Option<&Logo>,
    ) -> Result<Vec<u8>, PdfError> {
        let geometry = paper.geometry();
        let own: Picture;
        let picture = match named_logo(document) {
            None => None,
            Some(LogoId::Practice1) => Some(&self.practice_logo),
            Some(id) => {
                let logo = logo.filter(|logo| logo.id() == id);
                let logo = logo.ok_or_else(|| PdfError::LogoMissing(id.clone()))?;
                own = Picture::from_png(logo.png(), Size::Dots)?;
                Some(&own)
            }
        };
        let parts = flow(&document.blocks, &geometry, &self.faces, picture);
        let mut pdf = self.template.clone();
        if let Some(picture) = picture {
            pdf.resources.xobjects.map.insert(logo_id(), XObject::External(picture.xobject()));
        }
        pdf.metadata.info.document_title = document.title.as_str().to_owned();
        pdf.metadata.info.creator = "Tillbridge".to_owned();
        pdf.metadata.info.producer = "Tillbridge".to_owned();
        if let Ok(at) = OffsetDateTime::from_unix_timestamp(document.issued_at.unix_seconds()) {
            pdf.metadata.info.creation_date = at;
            pdf.metadata.info.modification_date = at;
        }
        pdf.pages = draw(parts, &geometry, &self.faces);
        save(&pdf)
    }
}

fn named_logo(document: &Document) -> Option<&LogoId> {
    document.blocks.iter().find_map(|block| match block {
        Block::Logo { id } => Some(id),
        _ => None,
    })
}

/// Like the library's own `save`, without what it says untruly or by chance: conformance to a standard for print shops,
/// and a random file identifier.
fn save(pdf: &PdfDocument) -> Result<Vec<u8>, PdfError> {
    let mut warnings = Vec::new();
    let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
    let mut file = pdf.to_lopdf_document(&options, &mut warnings);
    if let Some(fault) = warnings.into_iter().find(|warning| warning.severity == PdfParseErrorSeverity::Error)
    {
        return Err(PdfError::Library(fault.msg));
    }
    file.trailer.remove(b"ID");
    let info = file.trailer.get(b"Info").and_then(|info| info.as_reference());
    if let Ok(info) = info.and_then(|id| file.get_dictionary_mut(id)) {
        info.remove(b"GTS_PDFXVersion");
    }
    file.compress();
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|error| PdfError::Library(error.to_string()))?;
    Ok(bytes)
}

fn logo_id() -> XObjectId {
    XObjectId("Logo".to_owned())
}

impl fmt::Debug for PdfRenderer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PdfRenderer").finish_non_exhaustive()
    }
}
