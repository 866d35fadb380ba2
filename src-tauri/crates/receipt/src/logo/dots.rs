//! From shades of grey to black dots.

use image::GrayImage;

use crate::LogoError;

/// Shades this light are paper: what a JPEG leaves around letters does not become specks.
const PAPER: u8 = 248;
/// A picture is drawn in two shades when splitting it in two explains so much of its variance, in percent. Letters and
/// flat drawings reach 95 even with soft edges; an even ramp of greys has 75.
const TWO_SHADES_PERCENT: u128 = 90;
/// And when the two differ by so many of the 255 steps.
const TWO_SHADES_APART: u128 = 48;

/// Black and white, row by row.
pub(super) struct Dots {
    width: u32,
    height: u32,
    /// Black ones are true.
    black: Vec<bool>,
}

impl Dots {
    /// Drawings in two shades become solid, with sharp edges, whatever their colour; everything else is dithered.
    pub(super) fn of(picture: &GrayImage) -> Self {
        let (width, height) = picture.dimensions();
        let shades: Vec<u8> =
            picture.as_raw().iter().map(|shade| if *shade >= PAPER { u8::MAX } else { *shade }).collect();
        let black = match two_shades(&shades) {
            Some(darkest_white) => shades.iter().map(|shade| *shade < darkest_white).collect(),
            None => dithered(&shades, usize::try_from(width).unwrap_or(1).max(1)),
        };
        Self { width, height, black }
    }

    pub(super) fn is_blank(&self) -> bool {
        !self.black.contains(&true)
    }

    /// One bit greyscale, not interlaced: the form that goes into a PDF as it is.
    pub(super) fn to_png(&self) -> Result<Vec<u8>, LogoError> {
        let row_of = usize::try_from(self.width).unwrap_or(1).max(1);
        let byte = |dots: &[bool]| {
            let bits = dots.iter().enumerate();
            bits.filter(|(_, black)| !**black).fold(0_u8, |byte, (place, _)| byte | 0x80 >> place)
        };
        let packed: Vec<u8> = self.black.chunks(row_of).flat_map(|row| row.chunks(8).map(byte)).collect();
        let mut png = Vec::new();
        let mut encoder = png::Encoder::new(&mut png, self.width, self.height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        encoder.set_filter(png::Filter::NoFilter);
        encoder.set_compression(png::Compression::Balanced);
        let written = encoder.write_header().and_then(|mut writer| {
            writer.write_image_data(&packed)?;
            writer.finish()
        });
        written.map_err(|error| LogoError::Unreadable(error.to_string()))?;
        Ok(png)
    }
}

/// Otsu's method: the split into dark and light that explains most of the variance. Answers with the first light shade,
/// or `None` where two shades do not do the picture justice.
///
/// N. Otsu, "A Threshold Selection Method from Gray-Level Histograms", IEEE Trans. SMC 9 (1979). Whole numbers: with
/// counts w, sums s, and D = s₁·w − s·w₁, the share explained is D² / (w₁·w₂·(w·Σg² − s²)), and the means are
/// |D| / (w₁·w₂) apart.
fn two_shades(shades: &[u8]) -> Option<u8> {
    let mut counts = [0_u128; 256];
    for shade in shades {
        counts[usize::from(*shade)] += 1;
    }
    let levels = || (0_u128..).zip(counts);
    let count: u128 = counts.iter().sum();
    let sum: u128 = levels().map(|(level, count)| level * count).sum();
    let squares: u128 = levels().map(|(level, count)| level * level * count).sum();
    let variance = (count * squares).checked_sub(sum * sum).filter(|variance| *variance > 0)?;

    let (mut dark, mut dark_sum) = (0_u128, 0_u128);
    // The best split so far: D² and w₁·w₂, whose quotient grows, with |D|, and its first light shade.
    let mut best = (0_u128, 1_u128, 0_u128, 0_u8);
    for (level, light_from) in (0_u8..u8::MAX).zip(1_u8..=u8::MAX) {
        dark += counts[usize::from(level)];
        dark_sum += u128::from(level) * counts[usize::from(level)];
        let weights = dark * (count - dark);
        if weights == 0 {
            continue;
        }
        let distance = (dark_sum * count).abs_diff(sum * dark);
        let (best_square, best_weights, ..) = best;
        if distance * distance * best_weights > best_square * weights {
            best = (distance * distance, weights, distance, light_from);
        }
    }
    let (square, weights, distance, light_from) = best;
    let clear = square * 100 >= TWO_SHADES_PERCENT * weights * variance;
    (clear && distance >= TWO_SHADES_APART * weights).then_some(light_from)
}

/// Floyd and Steinberg's error diffusion, each second row from right to left so that no worms run over the picture.
fn dithered(shades: &[u8], width: usize) -> Vec<bool> {
    let mut black = vec![false; shades.len()];
    // What this row and the next one owe, in sixteenths, with a column of margin on both sides.
    let mut owed = vec![0_i32; width + 2];
    for (row, line) in shades.chunks(width).enumerate() {
        let mut below = vec![0_i32; width + 2];
        let leftwards = row % 2 == 1;
        for step in 0..line.len() {
            let column = if leftwards { line.len() - 1 - step } else { step };
            let place = column + 1;
            let (ahead, behind) = if leftwards { (place - 1, place + 1) } else { (place + 1, place - 1) };
            if line[column] == u8::MAX {
                // Paper stays paper: what a neighbour owes ends here.
                continue;
            }
            let wanted = i32::from(line[column]) + owed[place] / 16;
            let is_black = wanted < 128;
            black[row * width + column] = is_black;
            let error = wanted - if is_black { 0 } else { 255 };
            owed[ahead] += error * 7;
            below[behind] += error * 3;
            below[place] += error * 5;
            below[ahead] += error;
        }
        owed = below;
    }
    black
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32, shade: impl Fn(u32, u32) -> u8) -> GrayImage {
        GrayImage::from_fn(width, height, |x, y| image::Luma([shade(x, y)]))
    }

    #[test]
    fn a_flat_drawing_of_any_shade_becomes_solid_with_its_soft_edges_on_one_side() {
        for ink in [0_u8, 60, 150, 190] {
            let edge = u8::midpoint(ink, 255);
            let drawing = picture(30, 10, |x, _| match x {
                0..10 => ink,
                10 => edge,
                _ => 255,
            });
            let dots = Dots::of(&drawing);
            for row in dots.black.chunks(30) {
                assert!(row[..10].iter().all(|black| *black), "{ink}: solid");
                assert!(row[11..].iter().all(|black| !black), "{ink}: the paper stays white");
            }
        }
    }

    #[test]
    fn a_ramp_of_greys_is_dithered_to_as_much_black_as_it_is_dark() {
        let ramp = picture(256, 64, |x, _| u8::try_from(x).unwrap_or(255));
        let dots = Dots::of(&ramp);
        let share = |columns: std::ops::Range<usize>| {
            let columns = |row: &[bool]| row[columns.clone()].iter().filter(|black| **black).count();
            dots.black.chunks(256).map(columns).sum::<usize>() * 100 / (64 * 32)
        };
        assert!(share(0..32) >= 90, "{}", share(0..32));
        assert!((45..=62).contains(&share(112..144)), "{}", share(112..144));
        assert!((1..=16).contains(&share(208..240)), "{}", share(208..240));
    }

    #[test]
    fn three_flat_shades_stay_three() {
        let flag = picture(90, 30, |x, _| [20, 128, 240][usize::try_from(x / 30).unwrap_or(0)]);
        let dots = Dots::of(&flag);
        let middle = dots.black.chunks(90).flat_map(|row| &row[30..60]).filter(|black| **black).count();
        assert!((400..500).contains(&middle), "{middle} of 900 dots");
    }

    #[test]
    fn almost_white_is_white() {
        let noise = picture(40, 40, |x, y| if (x + y) % 3 == 0 { 249 } else { 255 });
        assert!(Dots::of(&noise).is_blank());
        assert!(!Dots::of(&picture(4, 4, |_, _| 0)).is_blank());
    }
}
