//! What to do about a change: a code comes in; what it breaks and what helps goes out, for `portcullis explain`.

mod contract;

use super::code::{Aspect, Code, Flow, Sense};
use super::impact::{Impact, Security, Weight};

impl Code {
    /// The page of this code, as Markdown: what it means, whom it breaks, and what to do.
    #[must_use]
    pub fn page(self) -> String {
        let impact = self.impact();
        let (breaks, help) = match self {
            Self::Contract(code) => {
                let (breaks, help) = contract::of_contract(code);
                (breaks.to_owned(), help)
            }
            Self::Value(flow, aspect, sense) => of_values(flow, aspect, sense),
        };
        let stops = if impact.security == Security::Regression {
            format!(
                "\n`portcullis regenerate` stops at it until somebody says that it is meant: `--accept {self}`.\n"
            )
        } else {
            String::new()
        };
        format!(
            "# {self}\n\n{}\n\n{}\n\n## What it breaks\n\n{breaks}\n\n## What to do\n\n{help}\n{stops}",
            self.explain(),
            summary(impact),
        )
    }
}

/// Whom a change concerns, in one line.
fn summary(impact: Impact) -> String {
    let weight = |weight: Weight| match weight {
        Weight::Information => "unharmed",
        Weight::Warning => "may break",
        Weight::Breaking => "break",
    };
    let security = match impact.security {
        Security::None => "as before",
        Security::Tightened => "tightened",
        Security::Regression => "a regression",
    };
    format!(
        "Callers: {}. Handlers: {}. Security: {security}.",
        weight(impact.callers),
        weight(impact.handlers)
    )
}

/// What a change of values breaks, and what helps.
fn of_values(flow: Flow, aspect: Aspect, sense: Sense) -> (String, &'static str) {
    let impact = super::weigh::value(flow, aspect, sense);
    let callers = match (flow, sense, impact.callers) {
        (_, _, Weight::Information) => "No caller fails.",
        (Flow::Request, _, Weight::Warning) => {
            "Callers may be refused, or understood otherwise than they mean."
        }
        (Flow::Request, ..) => {
            "Callers that send what is not accepted any more are answered with 422, or with 400 for a parameter of another type."
        }
        (Flow::Response, _, Weight::Warning) => "Callers that refuse what they do not know fail.",
        (Flow::Response, ..) => "Callers meet values that they were promised never to meet.",
    };
    let handlers = match (flow, impact.handlers) {
        (_, Weight::Breaking) => {
            "The Rust type may be another one: handlers do not compile where it matters."
        }
        (Flow::Request, Weight::Warning) => "Handlers see values that they never saw before.",
        (Flow::Response, Weight::Warning) => {
            "Handlers that answer with what is no longer in the contract break it; debug builds answer 500 and name the place."
        }
        (_, Weight::Information) => "Handlers go on as they are.",
    };
    let help = match (flow, sense, impact.security) {
        (Flow::Request, _, Security::Regression) => {
            "If it is not meant, put the constraint back. If it is, see that everything behind the handler can take such values: \
             columns, queries, file names."
        }
        (Flow::Request, Sense::Narrowed, _) => {
            "See in the log of validation what callers send today. Tell them before it takes effect, or let a new version ask for it."
        }
        (Flow::Request, Sense::Widened, _) => "Let the handler do what the new values mean.",
        (Flow::Request, Sense::Changed, _) => {
            "Accept both for a while where that can be written; else make a new version of the operation."
        }
        (Flow::Response, Sense::Narrowed, _) => {
            "See that handlers answer with nothing else; the check of answers in debug builds says where they do."
        }
        (Flow::Response, _, _) => {
            "Tell callers before such values are answered, or answer with them in a new version only."
        }
    };
    (format!("{callers} {handlers}"), help)
}
