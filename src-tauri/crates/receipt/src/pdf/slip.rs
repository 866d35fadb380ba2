use super::canvas::{Mark, Part};
use super::faces::Face;
use super::{Geometry, Mpt};
use crate::Printable;
use crate::text::{SLIP_COLUMNS, cut_columns};

/// Lines in one frame. A real slip has about thirty; what is longer goes on in a further frame, on a further page if
/// need be.
const MAX_FRAME_LINES: usize = 80;
/// The smallest type that a wide slip is shrunk to before its lines are cut.
const MIN_SIZE: Mpt = 4_500;

/// The terminal's slip in its frame: every line at the same left edge, every character in its column.
pub(super) fn slip(lines: &[Printable], geometry: &Geometry) -> Vec<Part> {
    let scaled = |mpt: Mpt| mpt * geometry.scale / 1000;
    let padding = scaled(8_500);
    let room = geometry.width - 2 * padding;
    let columns = lines.iter().map(|line| line.as_str().chars().count()).max().unwrap_or(0).max(SLIP_COLUMNS);
    let widest_cell = room / i32::try_from(columns).unwrap_or(i32::MAX);
    let size = scaled(8_400).min(widest_cell * 1000 / 600).max(MIN_SIZE);
    let cell = size * 600 / 1000;
    let fitting = usize::try_from(room / cell).unwrap_or(SLIP_COLUMNS);
    let shown: Vec<&str> = lines.iter().flat_map(|line| cut_columns(line.as_str(), fitting)).collect();

    let block = cell * i32::try_from(columns.min(fitting)).unwrap_or(0);
    let leading = size * 1290 / 1000;
    let left = (geometry.width - block) / 2;
    let part = |lines: &[&str]| {
        let height = leading * i32::try_from(lines.len()).unwrap_or(0) + 2 * padding - scaled(2_000);
        let mut marks = vec![Mark::Frame {
            x: left - padding,
            y: 0,
            width: block + 2 * padding,
            height,
            thickness: scaled(500),
        }];
        let mut y = padding + size * 760 / 1000;
        for line in lines {
            marks.push(Mark::Text { x: left, y, face: Face::Mono, size, text: (*line).to_owned() });
            y += leading;
        }
        Part { height: height + scaled(2_000), marks }
    };
    shown.chunks(MAX_FRAME_LINES).map(part).collect()
}
