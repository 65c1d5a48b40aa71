//! The module's own number.

/// The number of a security module (SAM), as its answer to `12 FF` holds it. Not personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SamNumber([u8; 16]);

impl SamNumber {
    /// Takes the 16 data bytes of the answer; `None` for any other length.
    #[must_use]
    pub fn from_data(data: &[u8]) -> Option<SamNumber> {
        data.try_into().ok().map(SamNumber)
    }
}

impl std::fmt::Display for SamNumber {
    /// `05.03-20240101-1234567890-0123456789`: two u16 and three u32, little-endian. Vendors print the last part in
    /// several ways; this is the commonest.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [a0, a1, b0, b1, c0, c1, c2, c3, d0, d1, d2, d3, e0, e1, e2, e3] = self.0;
        let (a, b) = (u16::from_le_bytes([a0, a1]), u16::from_le_bytes([b0, b1]));
        let (c, d) = (u32::from_le_bytes([c0, c1, c2, c3]), u32::from_le_bytes([d0, d1, d2, d3]));
        write!(out, "{a:02}.{b:02}-{c}-{d}-{:010}", u32::from_le_bytes([e0, e1, e2, e3]))
    }
}

#[cfg(test)]
mod tests {
    use super::SamNumber;

    #[test]
    fn prints_in_five_parts() {
        let data = [5, 0, 3, 0, 0xE5, 0xD6, 0x34, 1, 0xD2, 2, 0x96, 0x49, 0x15, 0xCD, 0x5B, 7];
        let number = SamNumber::from_data(&data).unwrap();
        assert_eq!(number.to_string(), "05.03-20240101-1234567890-0123456789");
        assert_eq!(SamNumber::from_data(&data[1..]), None);
    }
}
