use std::collections::BTreeMap;

use printpdf::{DictItem, ExternalStream, ExternalXObject};

use super::{Mpt, PdfError};

/// A black-and-white picture. A PNG keeps its rows just as PDF's `FlateDecode` with PNG predictors wants them, so the
/// compressed data goes over as it is, and no receipt spends time on it.
pub(super) struct Picture {
    pub(super) width: u16,
    pub(super) height: u16,
    pub(super) size: Size,
    data: Vec<u8>,
}

/// How large a picture is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) enum Size {
    /// As wide as this on the 80 mm roll, and in proportion on other papers.
    Wide(Mpt),
    /// A dot of the picture is a dot of the printer, so that none is lost or doubled.
    Dots,
}

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// One bit a pixel, greyscale, the only compression and filter method, not interlaced.
const PLAIN: &[u8] = &[1, 0, 0, 0, 0];

impl Picture {
    /// Reads a PNG of one bit greyscale without interlacing; refuses any other.
    pub(super) fn from_png(png: &[u8], size: Size) -> Result<Self, PdfError> {
        let mut rest = png.strip_prefix(SIGNATURE).ok_or(PdfError::Logo("not a PNG"))?;
        let mut sides = None;
        let mut data = Vec::new();
        while let Some((kind, body, after)) = chunk(rest) {
            match kind {
                b"IHDR" => sides = Some(header(body)?),
                b"IDAT" => data.extend_from_slice(body),
                _ => {}
            }
            rest = after;
        }
        match sides {
            Some((width, height)) if !data.is_empty() => Ok(Self { width, height, size, data }),
            _ => Err(PdfError::Logo("no picture in it")),
        }
    }

    pub(super) fn xobject(&self) -> ExternalXObject {
        let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
        let (width, height) = (DictItem::Int(self.width.into()), DictItem::Int(self.height.into()));
        let predictor = BTreeMap::from([
            ("Predictor".to_owned(), DictItem::Int(15)),
            ("Colors".to_owned(), DictItem::Int(1)),
            ("BitsPerComponent".to_owned(), DictItem::Int(1)),
            ("Columns".to_owned(), width.clone()),
        ]);
        let dict = BTreeMap::from([
            ("Type".to_owned(), name("XObject")),
            ("Subtype".to_owned(), name("Image")),
            ("Width".to_owned(), width),
            ("Height".to_owned(), height),
            ("ColorSpace".to_owned(), name("DeviceGray")),
            ("BitsPerComponent".to_owned(), DictItem::Int(1)),
            ("Filter".to_owned(), name("FlateDecode")),
            ("DecodeParms".to_owned(), DictItem::Dict { map: predictor }),
        ]);
        let stream = ExternalStream { dict, content: self.data.clone(), compress: false };
        ExternalXObject { stream, width: None, height: None, dpi: None }
    }
}

/// Type, body and what follows; `None` at the end or where a chunk is cut off.
fn chunk(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (kind, rest) = rest.split_at_checked(4)?;
    let (body, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    let (_checksum, rest) = rest.split_at_checked(4)?;
    Some((kind, body, rest))
}

fn header(body: &[u8]) -> Result<(u16, u16), PdfError> {
    let side =
        |bytes: &[u8; 4]| u16::try_from(u32::from_be_bytes(*bytes)).map_err(|_| PdfError::Logo("too large"));
    let cut = || PdfError::Logo("cut off");
    let (width, rest) = body.split_first_chunk::<4>().ok_or_else(cut)?;
    let (height, rest) = rest.split_first_chunk::<4>().ok_or_else(cut)?;
    if rest != PLAIN {
        return Err(PdfError::Logo("not one bit of grey"));
    }
    Ok((side(width)?, side(height)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anything_but_a_plain_one_bit_png_is_refused() {
        let read = |png: &[u8]| Picture::from_png(png, Size::Dots);
        assert!(matches!(read(b"GIF89a"), Err(PdfError::Logo("not a PNG"))));
        assert!(matches!(read(SIGNATURE), Err(PdfError::Logo("no picture in it"))));
        let mut coloured = SIGNATURE.to_vec();
        coloured.extend([0, 0, 0, 13]);
        coloured.extend(b"IHDR");
        coloured.extend([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
        coloured.extend([0, 0, 0, 0]);
        assert!(matches!(read(&coloured), Err(PdfError::Logo("not one bit of grey"))));
    }
}
