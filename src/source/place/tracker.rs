//! Follows the events of a parse, and notes where the wanted pointers start.

use std::collections::{HashMap, HashSet};

use super::super::pointer;

/// A line and a column, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    pub line: usize,
    pub column: usize,
}

/// What a parse tells, whatever the notation.
pub enum Event<'t> {
    /// An object opens.
    Object,
    /// An array opens.
    Array,
    /// The innermost object or array closes.
    Close,
    /// A text, a number or a word: a value, or the name of a member where an object expects one.
    Scalar(&'t str),
}

/// Notes where the wanted pointers, and all that leads to them, start. The last member of a name wins, as in every reader.
pub struct Tracker<'p> {
    wanted: HashSet<&'p str>,
    spots: HashMap<&'p str, Spot>,
    /// The pointer of the innermost open value that leads to something wanted.
    pointer: String,
    open: Vec<Frame>,
}

struct Frame {
    /// Does its pointer lead to something wanted?
    leads: bool,
    /// The length of the pointer above its members.
    length: usize,
    expects: Expects,
}

enum Expects {
    Name,
    Value {
        leads: bool,
    },
    Element {
        index: usize,
    },
    /// Inside of a name that is no text, which no pointer can spell.
    Nothing,
}

impl<'p> Tracker<'p> {
    pub fn new(pointers: impl Iterator<Item = &'p str>) -> Self {
        let mut wanted = HashSet::new();
        for pointer in pointers {
            let mut prefix = pointer;
            while wanted.insert(prefix) {
                match prefix.rfind('/').and_then(|end| prefix.get(..end)) {
                    Some(shorter) => prefix = shorter,
                    None => break,
                }
            }
        }
        Self {
            wanted,
            spots: HashMap::new(),
            pointer: String::new(),
            open: Vec::new(),
        }
    }

    /// Takes the next event; `spot` is asked only where it matters.
    pub fn take(&mut self, event: &Event<'_>, spot: impl FnOnce() -> Spot) {
        if let Event::Close = event {
            if let Some(frame) = self.open.pop() {
                self.pointer.truncate(frame.length);
            }
            self.close_value();
            return;
        }
        if let (
            Event::Scalar(name),
            Some(Frame {
                leads,
                length,
                expects: expects @ Expects::Name,
            }),
        ) = (event, self.open.last_mut())
        {
            let mut below = false;
            if *leads {
                self.pointer.truncate(*length);
                pointer::push(&mut self.pointer, name);
                below = note(&self.wanted, &mut self.spots, &self.pointer, spot);
            }
            *expects = Expects::Value { leads: below };
            return;
        }
        let leads = self.begin_value(spot);
        let expects = match event {
            Event::Object => Expects::Name,
            Event::Array => Expects::Element { index: 0 },
            Event::Scalar(_) | Event::Close => {
                self.close_value();
                return;
            }
        };
        let composite_name = matches!(
            self.open.last(),
            Some(Frame {
                expects: Expects::Name | Expects::Nothing,
                ..
            })
        );
        let expects = if composite_name {
            Expects::Nothing
        } else {
            expects
        };
        self.open.push(Frame {
            leads,
            length: self.pointer.len(),
            expects,
        });
    }

    /// Where the wanted pointers and what leads to them start.
    pub fn finish(self) -> HashMap<&'p str, Spot> {
        self.spots
    }

    /// A value starts: does its pointer lead to something wanted?
    fn begin_value(&mut self, spot: impl FnOnce() -> Spot) -> bool {
        match self.open.last() {
            None => note(&self.wanted, &mut self.spots, "", spot),
            Some(Frame {
                expects: Expects::Value { leads },
                ..
            }) => *leads,
            Some(Frame {
                leads: true,
                length,
                expects: Expects::Element { index },
            }) => {
                self.pointer.truncate(*length);
                pointer::push(&mut self.pointer, &index.to_string());
                note(&self.wanted, &mut self.spots, &self.pointer, spot)
            }
            Some(_) => false,
        }
    }

    /// A value is over: its parent expects the next.
    fn close_value(&mut self) {
        if let Some(frame) = self.open.last_mut() {
            self.pointer.truncate(frame.length);
            frame.expects = match frame.expects {
                Expects::Value { .. } => Expects::Name,
                Expects::Element { index } => Expects::Element { index: index + 1 },
                // The name that was no text is over; its value follows.
                Expects::Name => Expects::Value { leads: false },
                Expects::Nothing => Expects::Nothing,
            };
        }
    }
}

/// Notes the spot if the pointer is wanted, and says whether it is.
fn note<'p>(
    wanted: &HashSet<&'p str>,
    spots: &mut HashMap<&'p str, Spot>,
    pointer: &str,
    spot: impl FnOnce() -> Spot,
) -> bool {
    match wanted.get(pointer) {
        Some(pointer) => {
            spots.insert(pointer, spot());
            true
        }
        None => false,
    }
}
