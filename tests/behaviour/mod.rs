//! Emitted services at work: what they accept, what they refuse and where they say it is wrong, over a real socket.

mod bodies;
mod callers;
mod guarded;
mod keywords;
mod mock;
mod newer;
mod parameters;
mod shapes;
mod sharing;
mod versions;
mod words;

use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::support::emit_contract;
use crate::support::http::Answer;
use crate::support::project::{Answers, build, lay};
use crate::support::service::Service;

/// The service of one of our contracts, built and started.
#[track_caller]
fn serve(name: &str, answers: Answers) -> Service {
    let project = lay(name, &emit_contract(name));
    let binary = build(&project, answers);
    Service::start(&project, &binary)
}

/// Services that tests have in common: the first to ask starts one, and the last to drop it stops it.
struct Shared(Mutex<Weak<Service>>);

impl Shared {
    const fn new() -> Self {
        Self(Mutex::new(Weak::new()))
    }

    #[track_caller]
    fn get(&self, name: &str, answers: Answers) -> Arc<Service> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(service) = running.upgrade() {
            return service;
        }
        let service = Arc::new(serve(name, answers));
        *running = Arc::downgrade(&service);
        service
    }
}

/// The one door of the tables: a status, and for a refusal all the places that it names, in alphabetical order.
#[track_caller]
fn answered(answer: &Answer, status: u16, pointers: &[&str], asked: &str) {
    assert_eq!(answer.status, status, "{asked}: {}", answer.text());
    if status == 400 || status == 422 {
        assert_eq!(answer.pointers(), pointers, "{asked}: {}", answer.text());
    }
    if status >= 400 {
        let media_type = answer.header("content-type");
        assert_eq!(media_type, Some("application/problem+json"), "{asked}");
    }
}
