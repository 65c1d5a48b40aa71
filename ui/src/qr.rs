//! A QR symbol as an image: dark modules on white, with the quiet zone the standard asks for.

use qrcode::{Color, EcLevel, QrCode};
use slint::{Image, Rgb8Pixel, SharedPixelBuffer};

/// Light modules kept free around the symbol.
const QUIET: usize = 4;

/// One pixel a module (the page scales it without smoothing). An empty image if the text does not fit a symbol.
pub fn qr_image(text: &str) -> Image {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else {
        return Image::default();
    };
    let modules = code.width();
    let side = modules + 2 * QUIET;
    let mut pixels = vec![Rgb8Pixel::new(255, 255, 255); side * side];
    for (place, color) in code.into_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (place % modules + QUIET, place / modules + QUIET);
            pixels[y * side + x] = Rgb8Pixel::new(0, 0, 0);
        }
    }
    let mut buffer = SharedPixelBuffer::<Rgb8Pixel>::new(side as u32, side as u32);
    buffer.make_mut_slice().copy_from_slice(&pixels);
    Image::from_rgb8(buffer)
}
