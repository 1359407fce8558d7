//! The one list of what a comparison finds, and whom each finding concerns. A code is stable: scripts and lock files name it.

use std::fmt;
use std::sync::LazyLock;

use clap::ValueEnum;

use super::impact::Impact;
use super::weigh;

mod aspect;
mod contract;

pub use aspect::Aspect;
pub use contract::ContractCode;

/// Which kind of change it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A change of the contract around the values.
    Contract(ContractCode),
    /// A change of what values are accepted or answered: `request-maximum-narrowed` and the like.
    Value(Flow, Aspect, Sense),
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flow {
    /// A caller sends it: the service may accept more, never less.
    Request,
    /// The service sends it, as an answer or as a call of its own: it may send less, never more.
    Response,
}

/// How the set of values changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sense {
    /// Some values are no longer in it, and none came.
    Narrowed,
    /// Some values came, and none left.
    Widened,
    /// Some left and some came, or nobody can tell.
    Changed,
}

impl Code {
    /// Every code there is: those of the contract first.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let contract = ContractCode::value_variants().iter().copied();
        let values = [Flow::Request, Flow::Response]
            .into_iter()
            .flat_map(|flow| {
                Aspect::value_variants().iter().flat_map(move |&aspect| {
                    aspect
                        .senses()
                        .iter()
                        .map(move |&sense| Self::Value(flow, aspect, sense))
                })
            });
        contract.map(Self::Contract).chain(values).collect()
    }

    /// The code of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::all()
            .into_iter()
            .find(|code| code.to_string() == name)
    }

    /// Whom it concerns, as a rule; a finding may weigh less.
    #[must_use]
    pub fn impact(self) -> Impact {
        match self {
            Self::Contract(code) => weigh::contract(code),
            Self::Value(flow, aspect, sense) => weigh::value(flow, aspect, sense),
        }
    }

    /// What it means, in one sentence.
    #[must_use]
    pub fn explain(self) -> String {
        match self {
            Self::Contract(code) => {
                let words = &word(&CONTRACT_WORDS, code as usize).explanation;
                format!("{}.", words.trim_end_matches('.'))
            }
            Self::Value(flow, aspect, sense) => {
                let about = word(&ASPECT_WORDS, aspect as usize)
                    .explanation
                    .trim_end_matches('.');
                let (who, how) = match (flow, sense) {
                    (Flow::Request, Sense::Narrowed) => {
                        ("Requests", "less is accepted than before")
                    }
                    (Flow::Request, Sense::Widened) => ("Requests", "more is accepted than before"),
                    (Flow::Request, Sense::Changed) => {
                        ("Requests", "other values are accepted than before")
                    }
                    (Flow::Response, Sense::Narrowed) => {
                        ("Answers", "less is answered than before")
                    }
                    (Flow::Response, Sense::Widened) => {
                        ("Answers", "more may be answered than before")
                    }
                    (Flow::Response, Sense::Changed) => {
                        ("Answers", "other values may be answered than before")
                    }
                };
                format!("{who}: {how}. {about}.")
            }
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Contract(code) => {
                formatter.write_str(&word(&CONTRACT_WORDS, *code as usize).name)
            }
            Self::Value(flow, aspect, sense) => {
                let flow = match flow {
                    Flow::Request => "request",
                    Flow::Response => "response",
                };
                let sense = match sense {
                    Sense::Narrowed => "narrowed",
                    Sense::Widened => "widened",
                    Sense::Changed => "changed",
                };
                let aspect = &word(&ASPECT_WORDS, *aspect as usize).name;
                write!(formatter, "{flow}-{aspect}-{sense}")
            }
        }
    }
}

impl From<ContractCode> for Code {
    fn from(code: ContractCode) -> Self {
        Self::Contract(code)
    }
}

struct Word {
    name: String,
    explanation: String,
}

/// In the order of the variants, so that a code is its own index; a test holds the two together.
static CONTRACT_WORDS: LazyLock<Vec<Word>> = LazyLock::new(words::<ContractCode>);
static ASPECT_WORDS: LazyLock<Vec<Word>> = LazyLock::new(words::<Aspect>);

fn words<T: ValueEnum>() -> Vec<Word> {
    T::value_variants()
        .iter()
        .filter_map(ValueEnum::to_possible_value)
        .map(|value| Word {
            name: value.get_name().to_owned(),
            explanation: value
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default(),
        })
        .collect()
}

fn word(words: &'static [Word], index: usize) -> &'static Word {
    static NONE: Word = Word {
        name: String::new(),
        explanation: String::new(),
    };
    words.get(index).unwrap_or(&NONE)
}
