//! Links to where a request goes on: the value of a `Link` goes in when the service starts, with `{3}` for the third segment
//! of a request's path, and comes out for each request with that segment in its place.
//!
//! This is how an older version names the very resource in the newer one (`successor-version`, RFC 5829). What is filled in
//! is the request's own text, as it was sent: an address in which nothing can end the link's angle brackets, or no link.

use http::HeaderValue;

/// The value of a link with places to fill in.
#[derive(Clone, Debug)]
pub(crate) struct Trail {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    /// A segment of the request's path, counted from 1 behind its first slash; 0 is what stands before it.
    Segment(usize),
}

impl Trail {
    /// The places of a value; `None` where it has none, or one that is none.
    pub(crate) fn of(value: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = value;
        while let Some((before, opened)) = rest.split_once('{') {
            let (number, after) = opened.split_once('}')?;
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(Piece::Segment(number.parse().ok()?));
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        (pieces.len() > 1).then_some(Self { pieces })
    }

    /// The value for a request of this path; `None` where the path has no such segment, or one that cannot stand in a link.
    pub(crate) fn value(&self, path: &str) -> Option<HeaderValue> {
        let mut text = String::with_capacity(2 * path.len());
        for piece in &self.pieces {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Segment(number) => {
                    let segment = path.split('/').nth(*number)?;
                    if segment.contains(['<', '>', '"', '\\']) {
                        return None;
                    }
                    text.push_str(segment);
                }
            }
        }
        HeaderValue::from_str(&text).ok()
    }
}
