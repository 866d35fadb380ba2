use printpdf::{
    LinePoint, Op, PaintMode, PdfFontHandle, PdfPage, Point, Pt, Rect, TextItem, TextMatrix, XObjectTransform,
};

use super::faces::{Face, Faces};
use super::{Geometry, MAX_PAGE, Mpt, logo_id};

/// A piece of the paper that is not torn apart between two pages.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) height: Mpt,
    pub(super) marks: Vec<Mark>,
}

/// Something drawn, measured from the left of the content and the top of its part, downwards.
#[derive(Debug)]
pub(super) enum Mark {
    /// A line of text on its baseline.
    Text { x: Mpt, y: Mpt, face: Face, size: Mpt, text: String },
    /// A horizontal line.
    Rule { x: Mpt, y: Mpt, width: Mpt, thickness: Mpt },
    /// The outline of a box.
    Frame { x: Mpt, y: Mpt, width: Mpt, height: Mpt, thickness: Mpt },
    /// A filled box.
    Bar { x: Mpt, y: Mpt, width: Mpt, height: Mpt },
    /// The logo.
    Logo { x: Mpt, y: Mpt, width: Mpt, height: Mpt },
}

/// Puts the parts below each other: one page for a roll, as many as needed for sheets.
pub(super) fn draw(parts: Vec<Part>, geometry: &Geometry, faces: &Faces) -> Vec<PdfPage> {
    let room = geometry.page_height.unwrap_or(MAX_PAGE) - 2 * geometry.end_margin;
    let mut pages: Vec<(Mpt, Vec<Part>)> = vec![(0, Vec::new())];
    for part in parts {
        match pages.last_mut() {
            Some((used, on_page)) if used.saturating_add(part.height) <= room || on_page.is_empty() => {
                *used += part.height;
                on_page.push(part);
            }
            _ => pages.push((part.height, vec![part])),
        }
    }
    pages.into_iter().map(|(used, parts)| page(used, &parts, geometry, faces)).collect()
}

fn page(used: Mpt, parts: &[Part], geometry: &Geometry, faces: &Faces) -> PdfPage {
    let height = geometry.page_height.unwrap_or(used + 2 * geometry.end_margin);
    let mut pen = Pen { ops: Vec::new(), texts: Vec::new(), left: geometry.margin, top: 0, faces };
    let mut top = height - geometry.end_margin;
    for part in parts {
        pen.top = top;
        for mark in &part.marks {
            pen.mark(mark);
        }
        top -= part.height;
    }
    let mut ops = pen.ops;
    ops.push(Op::StartTextSection);
    ops.extend(pen.texts);
    ops.push(Op::EndTextSection);
    PdfPage::new(pt(geometry.page_width).into(), pt(height).into(), ops)
}

struct Pen<'f> {
    ops: Vec<Op>,
    texts: Vec<Op>,
    left: Mpt,
    /// Top of the part, from the bottom of the page.
    top: Mpt,
    faces: &'f Faces,
}

impl Pen<'_> {
    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Text { x, y, face, size, text } => {
                for run in self.faces.runs(*face, *size, text) {
                    let at = TextMatrix::Translate(pt(self.left + x + run.offset), pt(self.top - y));
                    self.texts
                        .push(Op::SetFont { font: PdfFontHandle::External(run.face.id()), size: pt(*size) });
                    self.texts.push(Op::SetTextMatrix { matrix: at });
                    self.texts.push(Op::ShowText { items: vec![TextItem::Text(run.text)] });
                }
            }
            Mark::Rule { x, y, width, thickness } => {
                let end = |x: Mpt| Point { x: pt(self.left + x), y: pt(self.top - y) };
                let points = [*x, x + width].map(|x| LinePoint { p: end(x), bezier: false }).to_vec();
                let line = printpdf::Line { points, is_closed: false };
                self.ops.push(Op::SetOutlineThickness { pt: pt(*thickness) });
                self.ops.push(Op::DrawLine { line });
            }
            Mark::Frame { x, y, width, height, thickness } => {
                self.ops.push(Op::SetOutlineThickness { pt: pt(*thickness) });
                self.rectangle(*x, *y, *width, *height, PaintMode::Stroke);
            }
            Mark::Bar { x, y, width, height } => self.rectangle(*x, *y, *width, *height, PaintMode::Fill),
            Mark::Logo { x, y, width, height } => self.ops.push(Op::UseXobject {
                id: logo_id(),
                transform: XObjectTransform {
                    translate_x: Some(pt(self.left + x)),
                    translate_y: Some(pt(self.top - y - height)),
                    scale_x: Some(pt(*width).0),
                    scale_y: Some(pt(*height).0),
                    no_auto_scale: true,
                    ..XObjectTransform::default()
                },
            }),
        }
    }

    fn rectangle(&mut self, x: Mpt, y: Mpt, width: Mpt, height: Mpt, mode: PaintMode) {
        let mut rectangle =
            Rect::from_xywh(pt(self.left + x), pt(self.top - y - height), pt(width), pt(height));
        rectangle.mode = Some(mode);
        self.ops.push(Op::DrawRectangle { rectangle });
    }
}

/// The one place where places become floating-point numbers, as the PDF library wants them.
#[allow(clippy::float_arithmetic, reason = "places on paper, not money")]
fn pt(mpt: Mpt) -> Pt {
    Pt(mpt as f32 / 1000.0)
}
