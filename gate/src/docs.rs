//! The contract for its readers: `openapi.json`, completed with what the gate answers, and a page that shows it.
//!
//! The page is one document that loads nothing: style, script and contract stand in it, and its policy
//! (Content Security Policy, level 3) names the hashes of just these two. It can be saved and read without a network.
//! Who may read is a setting; a path of the contract itself wins over these.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{ALLOW, CONTENT_SECURITY_POLICY};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode};

use crate::auth::Evidence;
use crate::auth::digest::sha256;
use crate::caller::Caller;
use crate::edge::Core;
use crate::limit::Verdict;
use crate::log::{Level, Log};
use crate::operation::{Contract, Dispatch, Scheme};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::router::{Answer, Route, Router};
use crate::settings::DocsAccess;

const STYLE: &str = include_str!("docs/page.css");
const SCRIPT: &str = include_str!("docs/page.js");
const METHODS: &str = "GET, HEAD, OPTIONS";

/// What is shown to whom, and where.
#[derive(Debug)]
pub(crate) struct Docs {
    access: DocsAccess,
    contract_path: String,
    page_path: String,
    document: Cow<'static, str>,
    policy: HeaderValue,
}

/// What a path of the docs holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sheet {
    /// The contract as JSON.
    Contract,
    /// The page.
    Page,
}

/// A contract that has no docs, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Absent {
    /// As the settings say, or there is no document.
    Wanted,
    /// Nobody can be authenticated by a contract without schemes.
    NobodyCould,
    /// The contract answers these paths itself.
    Taken,
}

impl Docs {
    fn new(
        access: DocsAccess,
        contract: &Contract,
        schemes: &[Scheme],
        router: &Router,
    ) -> Result<Self, Absent> {
        if access == DocsAccess::Off || contract.document.is_empty() {
            return Err(Absent::Wanted);
        }
        if access == DocsAccess::Authenticated && schemes.is_empty() {
            return Err(Absent::NobodyCould);
        }
        let at = |name: &str| format!("{}/{name}", contract.base_path);
        let (contract_path, page_path) = (at("openapi.json"), at("docs"));
        let headers = http::HeaderMap::new();
        let free = |path: &str| {
            matches!(
                router.route(&Method::GET, path, "", &headers),
                Route::NotFound
            )
        };
        if !free(&contract_path) || !free(&page_path) {
            return Err(Absent::Taken);
        }
        // A `<` in the middle of a page could end the part that holds the contract; in JSON it stands in texts alone.
        let document = if contract.document.contains('<') {
            Cow::Owned(contract.document.replace('<', "\\u003c"))
        } else {
            Cow::Borrowed(contract.document)
        };
        Ok(Self {
            access,
            contract_path,
            page_path,
            document,
            policy: policy(),
        })
    }

    /// The docs of each version, where there are any; where there should be and cannot, the log says why. Whoever passes a
    /// scheme of any version may read all of them.
    pub(crate) fn shown(
        access: DocsAccess,
        dispatch: &dyn Dispatch,
        router: &Router,
        log: &Log,
    ) -> Vec<Self> {
        let schemes = dispatch.contract().schemes;
        let mut shown = Vec::new();
        for contract in dispatch.versions() {
            let told = match Self::new(access, contract, schemes, router) {
                Ok(docs) => {
                    shown.push(docs);
                    continue;
                }
                Err(Absent::Wanted) => continue,
                Err(Absent::NobodyCould) => {
                    "the contract has no security scheme, so nobody could read its page; set APP__DOCS__ACCESS=public to show it"
                }
                Err(Absent::Taken) => {
                    "the contract answers the paths of its page itself, so that there is none"
                }
            };
            log.note(Level::Info, "docs", told);
        }
        shown
    }

    /// What a path of the docs holds, if it is one.
    pub(crate) fn find(&self, path: &str) -> Option<Sheet> {
        if path == self.contract_path {
            Some(Sheet::Contract)
        } else if path == self.page_path {
            Some(Sheet::Page)
        } else {
            None
        }
    }

    fn reply(&self, sheet: Sheet) -> Reply {
        match sheet {
            Sheet::Contract => {
                let bytes = match &self.document {
                    Cow::Borrowed(text) => Bytes::from_static(text.as_bytes()),
                    Cow::Owned(text) => Bytes::from(text.clone()),
                };
                Reply::bytes(StatusCode::OK, "application/json", bytes)
            }
            Sheet::Page => {
                let page = [
                    "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>API</title>\n<style>",
                    STYLE,
                    "</style>\n<body>\n<noscript>This page needs its script, which is part of it.</noscript>\n<script type=\"application/json\" id=\"contract\">",
                    self.document.as_ref(),
                    "</script>\n<script>",
                    SCRIPT,
                    "</script>\n</body>\n</html>\n",
                ];
                let mut reply = Reply::text(StatusCode::OK, "text/html", page.concat());
                let policy = self.policy.clone();
                reply.headers.insert(CONTENT_SECURITY_POLICY, policy);
                reply
            }
        }
    }
}

/// Nothing but the style and the script of the page.
fn policy() -> HeaderValue {
    let hash = |text: &str| STANDARD.encode(sha256(&[text.as_bytes()]));
    let text = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        hash(SCRIPT),
        hash(STYLE)
    );
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// The answer to a request for a path of the docs, and who asked.
pub(crate) async fn answer(
    core: &Core,
    docs: &Docs,
    sheet: Sheet,
    parts: &Parts,
    evidence: Evidence<'_>,
) -> Result<(Reply, Answer, Caller), Problem> {
    let asked = match parts.method {
        Method::GET => Answer::Whole,
        Method::HEAD => Answer::HeadOnly,
        Method::OPTIONS => return Ok((options(core, parts), Answer::Whole, Caller::ANONYMOUS)),
        _ => return Err(Problem::method_not_allowed(METHODS)),
    };
    let caller = match docs.access {
        DocsAccess::Public | DocsAccess::Off => Caller::ANONYMOUS,
        // Whoever passes any one scheme of the contract may read it.
        DocsAccess::Authenticated => core.authenticator.authenticate_anyhow(evidence).await?,
    };
    match core.take(&core.defaults, &caller, evidence.client).await {
        Verdict::Pass { .. } => Ok((docs.reply(sheet), asked, caller)),
        Verdict::Wait(wait) => Err(Problem::too_many_requests(wait)),
    }
}

fn options(core: &Core, parts: &Parts) -> Reply {
    let preflight = core
        .cors
        .as_ref()
        .and_then(|cors| cors.preflight_for(parts, METHODS));
    preflight.unwrap_or_else(|| {
        let mut reply = Reply::empty(StatusCode::NO_CONTENT);
        reply
            .headers
            .insert(ALLOW, HeaderValue::from_static(METHODS));
        reply
    })
}
