//! What a client would like to be answered with: the `Accept` header flows in, one of the offered media types flows
//! out (RFC 9110, section 12.5.1).

use http::HeaderMap;
use http::header::ACCEPT;

use crate::edge::negotiate::{accepts, ranges};

/// The media types that a client accepts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accept {
    text: String,
}

impl Accept {
    /// What these headers say.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let texts: Vec<&str> = headers
            .get_all(ACCEPT)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect();
        Self {
            text: texts.join(","),
        }
    }

    /// The offer that the client likes best; the first of equals. `None` when it takes none of them, which the gate
    /// has ruled out for the media types of an operation taken together.
    #[must_use]
    pub fn best<'o>(&self, offers: &[&'o str]) -> Option<&'o str> {
        let ranges = ranges(std::iter::once(self.text.as_str()));
        if ranges.is_empty() {
            return offers.first().copied();
        }
        let mut best: Option<(u16, &'o str)> = None;
        for offer in offers {
            let quality = accepts(&ranges, offer);
            if quality > 0 && best.is_none_or(|(known, _)| quality > known) {
                best = Some((quality, offer));
            }
        }
        best.map(|(_, offer)| offer)
    }

    /// The offer that an answer is sent as: the best one, or the first where the handler chose a body that the client
    /// did not ask for.
    #[must_use]
    pub fn choose(&self, offers: &[&'static str]) -> &'static str {
        self.best(offers)
            .or_else(|| offers.first().copied())
            .unwrap_or("application/octet-stream")
    }
}
