//! Any text and any bytes: nothing of a text becomes a command, nothing makes the paper panic.

use proptest::prelude::*;
use receipt_printer::status::{Demux, Frame};
use receipt_printer::text::printable;
use receipt_printer::{Align, Item, Profile, Style, encode, paper};

use crate::samples::face;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\u{0}-\u{20}一-龥a-z0-9，。（）“”]{0,60}",
        "[\u{1b}\u{1d}\u{10}\u{4}\u{14}@V()kA0-9你𬭚䶮😀\u{202e}\u{85}]{0,40}",
    ]
}

fn item() -> impl Strategy<Value = Item> {
    let style = (0u8..3, any::<u8>(), any::<u8>(), any::<bool>()).prop_map(|(align, width, height, bold)| {
        Style { align: [Align::Left, Align::Center, Align::Right][usize::from(align)], width, height, bold }
    });
    prop_oneof![
        (text(), style).prop_map(|(text, style)| Item::Text { text, style }),
        (text(), text()).prop_map(|(left, right)| Item::Pair { left, right }),
        Just(Item::Rule),
        text().prop_map(|label| Item::Tear { label }),
        (0u8..4).prop_map(|lines| Item::Feed { lines }),
        (text(), proptest::option::of(text())).prop_map(|(data, caption)| Item::Qr { data, caption }),
        Just(Item::Cut),
    ]
}

fn has_real_time(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|w| w[0] == 0x10 && matches!(w[1], 0x04 | 0x05 | 0x14))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_becomes_a_command(items in proptest::collection::vec(item(), 0..12), native in any::<bool>()) {
        let profile = Profile { qr_native: native, ..Profile::default() };
        let bytes = encode(&items, &profile, None).bytes;
        prop_assert!(!has_real_time(&bytes));
        let sheets = paper::read(&bytes, &profile);
        prop_assert_eq!(sheets.iter().map(|s| s.unknown).sum::<usize>(), 0);
        let cuts = items.iter().filter(|i| **i == Item::Cut).count();
        prop_assert_eq!(sheets.iter().filter(|s| s.cut).count(), cuts);
        for line in sheets.iter().flat_map(|s| s.grid().lines().map(str::to_owned).collect::<Vec<_>>()) {
            prop_assert!(line.chars().all(printable), "{line:?}");
        }
    }

    #[test]
    fn any_bytes_leave_the_paper_standing(
        bytes in proptest::collection::vec(any::<u8>(), 0..600),
        split in any::<prop::sample::Index>(),
    ) {
        let profile = Profile::default();
        let whole = paper::read(&bytes, &profile);
        let mut roll = paper::Roll::new(&profile);
        let at = split.index(bytes.len() + 1);
        roll.feed(&bytes[..at]);
        roll.feed(&bytes[at..]);
        prop_assert_eq!(&roll.finish(), &whole);
        prop_assert!(whole.iter().all(|s| s.grid().len() < 1 << 20));
    }

    #[test]
    fn any_answer_leaves_the_demultiplexer_standing(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut demux = Demux::new(false);
        demux.feed(&bytes);
        // Whatever came before, 100 harmless bytes later it is in step again.
        demux.feed(&[0x11; 100]);
        prop_assert_eq!(demux.feed(&[0x12]), [Frame::DleEot(0x12)]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pictures_of_any_slip_and_any_bytes(
        items in proptest::collection::vec(item(), 0..4),
        noise in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let face = face();
        let profile = Profile { user_glyphs: 1, ..Profile::default() };
        let mut bytes = encode(&items, &profile, Some(&face)).bytes;
        prop_assert!(!has_real_time(&bytes));
        bytes.extend(noise);
        for sheet in paper::read(&bytes, &profile).iter().filter(|s| s.length < 4_000).take(4) {
            prop_assert!(sheet.image(&face).to_png().is_ok());
        }
    }
}
