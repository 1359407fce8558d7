//! `traceparent`, read by the letter (W3C Trace Context, section 3.2): what is not one is ignored, and none is made up.

use http::{HeaderMap, HeaderName};

pub(crate) const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// The trace that a request says it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trace {
    trace: [u8; 32],
    parent: [u8; 16],
}

impl Trace {
    /// The one trace that these headers name; two of them are none.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let mut values = headers.get_all(TRACEPARENT).iter();
        match (values.next(), values.next()) {
            (Some(value), None) => Self::read(value.as_bytes()),
            _ => None,
        }
    }

    /// `00-<32 digits>-<16 digits>-<2 digits>`; a later version may go on after another dash.
    fn read(text: &[u8]) -> Option<Self> {
        let (version, rest) = text.split_first_chunk::<2>()?;
        let (trace, rest) = after_dash::<32>(rest)?;
        let (parent, rest) = after_dash::<16>(rest)?;
        let (flags, rest) = after_dash::<2>(rest)?;
        let ends = match version {
            b"00" => rest.is_empty(),
            b"ff" => false,
            _ => rest.is_empty() || rest.starts_with(b"-"),
        };
        let readable = is_hexadecimal(version)
            && is_hexadecimal(trace)
            && is_hexadecimal(parent)
            && is_hexadecimal(flags);
        let names_something = *trace != [b'0'; 32] && *parent != [b'0'; 16];
        (ends && readable && names_something).then_some(Self {
            trace: *trace,
            parent: *parent,
        })
    }

    /// The trace's id, in digits.
    pub(crate) fn id(&self) -> &str {
        str::from_utf8(&self.trace).unwrap_or_default()
    }

    /// The id of the caller's span, in digits.
    pub(crate) fn parent(&self) -> &str {
        str::from_utf8(&self.parent).unwrap_or_default()
    }
}

fn after_dash<const N: usize>(text: &[u8]) -> Option<(&[u8; N], &[u8])> {
    text.strip_prefix(b"-")?.split_first_chunk::<N>()
}

/// Lower case only (section 3.2.2.1).
fn is_hexadecimal(text: &[u8]) -> bool {
    text.iter()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
