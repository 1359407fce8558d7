//! How often a stranger may be wrong: by address, by account, and harder for the six digits of a second factor.
//!
//! Nobody finds a token by trying. Wrong ones cost a look at their signature, and come by the dozen from one client whose token
//! has expired; so they are counted apart, and do not shut out who shares its address.
//!
//! What could be guessed goes in, before anything expensive is done; a time to wait comes out. An account that strangers
//! guess at stays open to the addresses from which its owner came before, so that guessing locks nobody out. What is wrong
//! is counted here, and together with other replicas where they share counters.

use std::net::IpAddr;
use std::time::Duration;

use quick_cache::sync::Cache;

use super::together::Together;
use crate::edge::address::counted;
use crate::limit::{Limiter, Verdict};
use crate::operation::Rate;
use crate::settings::RateLimitSettings;

/// Wrong codes for one account: 5 at once, 10 an hour. A guess is right once in 333,333 tries.
const CODES: Rate = Rate {
    burst: 5,
    ..Rate::new(10, Duration::from_hours(1))
};
/// Accounts with an address from which they were opened before.
const FAMILIAR: usize = 10_000;

/// The counters of wrong credentials.
pub(crate) struct Guard {
    limiter: Limiter,
    by_address: Rate,
    tokens_by_address: Rate,
    by_account: Rate,
    familiar: Cache<u64, ()>,
    together: Together,
}

/// What was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Tried {
    /// A token, which has a signature or is long enough to have none.
    Token,
    /// A password, a key, a code.
    Secret,
}

/// The name under which guesses are counted, wherever they come from.
#[derive(Clone, Copy)]
pub(crate) struct Account<'a> {
    pub(crate) scheme: &'static str,
    pub(crate) name: &'a str,
    pub(crate) client: Option<IpAddr>,
}

impl Guard {
    pub(crate) fn new(settings: &RateLimitSettings, together: Together) -> Self {
        Self {
            limiter: Limiter::new(),
            by_address: settings.failed_logins,
            tokens_by_address: settings.failed_tokens,
            by_account: settings.failed_logins_per_account,
            familiar: Cache::new(FAMILIAR),
            together,
        }
    }

    /// Whether this address may still try credentials.
    pub(crate) fn may_try(&self, tried: Tried, client: Option<IpAddr>) -> Result<(), Duration> {
        let key = self.address(tried, client);
        pass(self.limiter.look(key, self.rate(tried)))
    }

    /// Counts a wrong credential of this address.
    pub(crate) async fn failed(&self, tried: Tried, client: Option<IpAddr>) {
        let address = counted(client).to_string();
        let kind = match tried {
            Tried::Token => "token",
            Tried::Secret => "secret",
        };
        // How long to wait is said to whoever comes next.
        let _ = self
            .count(
                self.address(tried, client),
                &["address", kind, &address],
                self.rate(tried),
            )
            .await;
    }

    fn rate(&self, tried: Tried) -> &Rate {
        match tried {
            Tried::Token => &self.tokens_by_address,
            Tried::Secret => &self.by_address,
        }
    }

    /// Whether anybody may still guess at this account from here.
    pub(crate) fn may_try_account(&self, account: Account<'_>) -> Result<(), Duration> {
        pass(self.limiter.look(self.account(account), &self.by_account))
    }

    /// Counts a wrong credential of this account; says how long to wait when there have been too many.
    pub(crate) async fn account_failed(&self, account: Account<'_>) -> Result<(), Duration> {
        let key = self.account(account);
        let Account { scheme, name, .. } = account;
        if key == self.pair(account) {
            let address = counted(account.client).to_string();
            let words = ["pair", scheme, name, &address];
            return self.count(key, &words, &self.by_account).await;
        }
        self.count(key, &["account", scheme, name], &self.by_account)
            .await
    }

    /// Remembers that the account was opened from here.
    pub(crate) fn opened(&self, account: Account<'_>) {
        self.familiar.insert(self.pair(account), ());
    }

    /// Whether a code may still be tried for this account.
    pub(crate) fn may_try_code(&self, account: Account<'_>) -> Result<(), Duration> {
        pass(self.limiter.look(self.codes(account), &CODES))
    }

    /// Counts a wrong code of this account.
    pub(crate) async fn code_failed(&self, account: Account<'_>) {
        let words = ["code", account.scheme, account.name];
        let _ = self.count(self.codes(account), &words, &CODES).await;
    }

    /// Counts here under `key`, and together with others under `words`; what they have counted holds here from then on.
    async fn count(&self, key: u64, words: &[&str], rate: &Rate) -> Result<(), Duration> {
        let own = pass(self.limiter.take(key, rate));
        let Some(together) = self.together.failed(words, rate).await else {
            return own;
        };
        self.limiter.raise(key, together.ahead);
        together.wait.map_or(own, Err)
    }

    fn address(&self, tried: Tried, client: Option<IpAddr>) -> u64 {
        self.limiter.key(("address", tried, counted(client)))
    }

    fn account(&self, account: Account<'_>) -> u64 {
        let pair = self.pair(account);
        if self.familiar.get(&pair).is_some() {
            return pair;
        }
        self.limiter.key(("account", account.scheme, account.name))
    }

    fn pair(&self, account: Account<'_>) -> u64 {
        let Account {
            scheme,
            name,
            client,
        } = account;
        self.limiter.key(("pair", scheme, name, counted(client)))
    }

    fn codes(&self, account: Account<'_>) -> u64 {
        self.limiter.key(("code", account.scheme, account.name))
    }
}

fn pass(verdict: Verdict) -> Result<(), Duration> {
    match verdict {
        Verdict::Pass { .. } => Ok(()),
        Verdict::Wait(wait) => Err(wait),
    }
}
