//! Host names: RFC 1123 in ASCII, RFC 5890 to 5892 beyond it.

use super::unicode::{decode_punycode, is_u_label};

/// The longest name, and the longest label of one, in octets (RFC 1035, section 2.3.4, without the root).
const LONGEST_NAME: usize = 253;
const LONGEST_LABEL: usize = 63;

/// Labels of letters, digits and inner hyphens. One that says it is encoded has to be so, rightly.
pub(super) fn is_hostname(text: &str) -> bool {
    text.len() <= LONGEST_NAME && text.split('.').all(is_ascii_label)
}

/// The same with labels in any script, separated by any of the four full stops (RFC 3490, section 3.1).
pub(super) fn is_idn_hostname(text: &str) -> bool {
    let mut length = 0;
    let right = text
        .split(['.', '\u{3002}', '\u{ff0e}', '\u{ff61}'])
        .all(|label| {
            let encoded = if label.is_ascii() {
                label.len()
            } else {
                encoded_length(label)
            };
            length += encoded + 1;
            encoded <= LONGEST_LABEL
                && if label.is_ascii() {
                    is_ascii_label(label)
                } else {
                    is_u_label(label)
                }
        });
    right && length <= LONGEST_NAME + 1
}

fn is_ascii_label(label: &str) -> bool {
    let letters = !label.is_empty()
        && label.len() <= LONGEST_LABEL
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-');
    if !letters || label.as_bytes().get(2..4) != Some(b"--") {
        return letters;
    }
    // RFC 5890, section 2.3.1: two hyphens there are reserved, and `xn` is the only use of them so far.
    let prefixed = label
        .get(..2)
        .is_some_and(|prefix| prefix.eq_ignore_ascii_case("xn"));
    prefixed
        && decode_punycode(&label[4..]).is_some_and(|label| !label.is_ascii() && is_u_label(&label))
}

/// How long a label is once encoded: `xn--` and its Punycode.
fn encoded_length(label: &str) -> usize {
    super::unicode::encode_punycode(label).map_or(usize::MAX / 2, |encoded| encoded.len() + 4)
}
