//! XML as text: bytes flow in, the same bytes as well-formed text flow out, or the reason why not.
//!
//! No schema judges what stands in it. A document type is refused, and with it every entity beyond the five of the
//! standard: there is nothing to expand and nothing to fetch (XXE, "billion laughs").

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::json::ReadLimits;

/// The text of a well-formed XML document (XML 1.0, section 2.1).
///
/// # Errors
/// What is wrong with it, in words that repeat nothing of what was sent.
pub(crate) fn read<'b>(bytes: &'b [u8], limits: &ReadLimits) -> Result<&'b str, &'static str> {
    const BROKEN: &str = "is not well-formed XML";
    let text = std::str::from_utf8(bytes).map_err(|_| "the text is not UTF-8")?;
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    let mut nodes = 0_usize;
    let mut roots = 0_usize;
    loop {
        let event = reader.read_event().map_err(|_| BROKEN)?;
        nodes += 1;
        if nodes > limits.nodes || depth > limits.depth.min(ReadLimits::DEEPEST) {
            return Err("is too deep or holds too many elements");
        }
        match event {
            Event::Start(start) => {
                roots += usize::from(depth == 0);
                depth += 1;
                attributes(&start).ok_or(BROKEN)?;
            }
            Event::Empty(start) => {
                roots += usize::from(depth == 0);
                attributes(&start).ok_or(BROKEN)?;
            }
            Event::End(_) => depth = depth.checked_sub(1).ok_or(BROKEN)?,
            Event::Text(text) if depth == 0 && !text.trim_ascii().is_empty() => {
                return Err(BROKEN);
            }
            Event::CData(_) if depth == 0 => return Err(BROKEN),
            Event::GeneralRef(reference) if depth == 0 || !is_known(&reference) => {
                return Err("refers to an entity that XML does not define");
            }
            Event::DocType(_) => return Err("must not have a document type"),
            Event::Eof => break,
            _ => {}
        }
    }
    if depth == 0 && roots == 1 {
        Ok(text)
    } else {
        Err(BROKEN)
    }
}

/// `None` when an attribute is malformed, comes twice, or refers to an unknown entity.
fn attributes(start: &BytesStart<'_>) -> Option<()> {
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute.value.as_ref();
        if value.contains('<') || quick_xml::escape::unescape(value).is_err() {
            return None;
        }
    }
    Some(())
}

fn is_known(reference: &BytesRef<'_>) -> bool {
    match reference.resolve_char_ref() {
        Ok(Some(_)) => true,
        Ok(None) => resolve_predefined_entity(reference).is_some(),
        Err(_) => false,
    }
}
