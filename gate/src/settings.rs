//! Settings: `config/<profile>.toml`, then the environment, read once before anything else happens.
//!
//! In come a file and variables; out comes a [`Settings`] in which nothing is missing, or every fault at once, each
//! with the name of the place it came from. A key that nobody asks for is a fault too: a limit that is spelt wrong
//! would not limit.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use crate::auth::jwks::KeySet;
use crate::operation::{Contract, Rate, Scheme};
use crate::seal::KeyRing;
use crate::secret::Secret;

mod issuer;
mod known;
mod schemes;
mod seal;
mod shared;
mod source;
pub(crate) mod telemetry;
mod transport;
mod value;

pub use issuer::{IssuerUrl, KeyPlace, RemoteKeySettings};
pub use known::listed;
pub use schemes::{
    KeySource, SchemeSettings, SharedSecret, StepUpSettings, TokenSettings, TokenType,
};
pub use telemetry::{CollectorSettings, Parent, Sampling, TelemetrySettings};
pub use transport::{TlsSettings, Transport};

#[cfg(feature = "otel")]
pub(crate) use issuer::is_loopback;
use source::{Faults, Source};
pub(crate) use value::duration;

/// Which of the two sets of defaults is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Loopback only, a signing key of its own, readable logs.
    Development,
    /// Nothing is assumed: what is missing stops the boot.
    Production,
}

/// Everything that can be set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `APP__PROFILE`.
    pub profile: Profile,
    /// `APP__SERVER__LISTEN`.
    pub listen: SocketAddr,
    /// `APP__MANAGEMENT__LISTEN`.
    pub management: SocketAddr,
    /// `APP__TLS__…`.
    pub transport: Transport,
    /// `APP__AUTH__<SCHEME>__…`, in the order of the contract's schemes.
    pub schemes: Vec<SchemeSettings>,
    /// `APP__RATE_LIMIT__…`.
    pub rate_limit: RateLimitSettings,
    /// `APP__LIMITS__…`.
    pub limits: LimitSettings,
    /// `APP__POLICY__ALLOW_UNREVIEWED`.
    pub unreviewed: Unreviewed,
    /// `APP__DOCS__ACCESS`.
    pub docs: DocsAccess,
    /// `APP__CORS__ORIGINS`: the origins whose scripts may read answers, such as `https://app.example.com`.
    pub origins: Vec<String>,
    /// `APP__SEAL__KEYS_FILE` or `APP__SEAL__KEYS`: the keys that seal what is kept.
    pub seal: Option<KeyRing>,
    /// `APP__TELEMETRY__…`, or the standard variables of OpenTelemetry.
    pub telemetry: TelemetrySettings,
    /// What schemes lack, by their names: a fault unless the team verifies the scheme itself.
    pub(crate) lacking: Vec<(&'static str, String)>,
}

/// How often callers may ask.
#[derive(Clone, Debug)]
pub struct RateLimitSettings {
    /// `__DEFAULT`: of one caller, over all operations that set no rate of their own.
    pub default: Rate,
    /// `__FAILED_LOGINS`: wrong credentials from one address.
    pub failed_logins: Rate,
    /// Wrong tokens from one address: `__FAILED_LOGINS` where it is set, else as many as requests, `__DEFAULT`.
    pub failed_tokens: Rate,
    /// `__FAILED_LOGINS_PER_ACCOUNT`: wrong passwords for one user name, wherever they come from.
    pub failed_logins_per_account: Rate,
    /// `__BACKEND`: where callers are counted.
    pub backend: Backend,
    /// `__CA`: who vouches for the certificate of a Redis at a `rediss://` address; Mozilla's list unless it is set.
    pub authorities: Option<PathBuf>,
    /// `__TRUSTED_PROXIES`: whose `X-Forwarded-For` counts.
    pub trusted_proxies: Vec<Network>,
}

/// Where callers are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Backend {
    /// In this process, by itself.
    Memory,
    /// In the Redis at this address, together with every other replica; the address may hold a password.
    Redis(Secret<String>),
}

/// Addresses with a common prefix, such as `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

/// How large and how slow a request may be.
#[derive(Clone, Debug)]
pub struct LimitSettings {
    /// `__BODY`, in bytes.
    pub body: u64,
    /// `__TIMEOUT`: for the body to arrive, and then for the handler.
    pub timeout: Duration,
    /// `__HEADER_TIMEOUT`: for the head to arrive, and for a TLS handshake.
    pub header_timeout: Duration,
    /// `__IDLE_TIMEOUT`: how long a connection is kept between requests.
    pub idle_timeout: Duration,
    /// `__CONNECTIONS`: connections at once, idle ones included, as far as the process may open so many files.
    pub connections: u64,
    /// `__CONNECTIONS_PER_ADDRESS`: of those, from one address; an IPv6 network of 64 bits counts as one. Trusted
    /// proxies are not counted.
    pub connections_per_address: u64,
    /// `__CONCURRENCY`: requests in flight at once.
    pub concurrency: u64,
    /// `__JSON_DEPTH`: levels of nesting.
    pub json_depth: usize,
}

/// Whether production starts while the policy has rules that nobody has looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreviewed {
    /// It does not.
    Refused,
    /// It does.
    Allowed,
}

/// Who may read the contract and its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocsAccess {
    /// Whoever passes any one scheme of the contract.
    Authenticated,
    /// Everybody.
    Public,
    /// Nobody.
    Off,
}

/// Everything that is wrong with the settings.
#[derive(Debug)]
pub struct SettingsError {
    /// One sentence each, with the name of the variable or the key in the file.
    pub faults: Vec<String>,
}

impl std::fmt::Display for SettingsError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "the settings are not right:")?;
        self.faults
            .iter()
            .try_for_each(|fault| write!(formatter, "\n  {fault}"))
    }
}

impl std::error::Error for SettingsError {}

impl Settings {
    /// Reads the settings of a contract from the environment and `config/<profile>.toml`.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn load(contract: &'static Contract) -> Result<Self, SettingsError> {
        let read = |path: &std::path::Path| std::fs::read_to_string(path);
        let (settings, mut faults) = Self::read(contract, &environment(), read);
        faults.wrong.extend(settings.faults_of_key_sets(contract));
        settings.unless(faults)
    }

    /// What a verb that keeps keys and users needs of the settings: what is set has to be right, and what only
    /// serving needs may be missing.
    ///
    /// # Errors
    /// Every fault at once.
    pub(crate) fn load_for_a_verb(contract: &'static Contract) -> Result<Self, SettingsError> {
        let read = |path: &std::path::Path| std::fs::read_to_string(path);
        let (settings, faults) = Self::read(contract, &environment(), read);
        if faults.wrong.is_empty() {
            Ok(settings)
        } else {
            Err(SettingsError {
                faults: faults.wrong,
            })
        }
    }

    /// Reads the settings of a contract from these variables and files.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn from_parts(
        contract: &'static Contract,
        environment: &[(String, String)],
        read: impl Fn(&std::path::Path) -> std::io::Result<String>,
    ) -> Result<Self, SettingsError> {
        let (settings, faults) = Self::read(contract, environment, read);
        settings.unless(faults)
    }

    fn read(
        contract: &'static Contract,
        environment: &[(String, String)],
        read: impl Fn(&std::path::Path) -> std::io::Result<String>,
    ) -> (Self, Faults) {
        let mut source = Source::new(environment, &read);
        source.spell(contract.schemes);
        #[cfg(feature = "otel")]
        telemetry::adopt(&mut source, environment);
        let profile = source.profile();
        let mut settings = read_all(contract, profile, &mut source, &read);
        settings.telemetry = telemetry::heeding(settings.telemetry, environment);
        (settings, source.finish())
    }

    fn unless(self, faults: Faults) -> Result<Self, SettingsError> {
        if faults.wrong.is_empty() && faults.absent.is_empty() {
            return Ok(self);
        }
        let lacking = self.lacking.into_iter().map(|(_, fault)| fault);
        let found = faults.wrong.into_iter().chain(faults.absent);
        Err(SettingsError {
            faults: found.chain(lacking).collect(),
        })
    }

    /// What is wrong with the files of public keys, so that it is told with every other fault.
    fn faults_of_key_sets(&self, contract: &'static Contract) -> Vec<String> {
        let named = contract.schemes.iter().zip(&self.schemes);
        let fault = |(scheme, settings): (&Scheme, &SchemeSettings)| {
            let SchemeSettings::Token(TokenSettings {
                keys: KeySource::File(path),
                ..
            }) = settings
            else {
                return None;
            };
            let text = std::fs::read_to_string(path).map_err(|error| error.to_string());
            let reason = text.and_then(|text| KeySet::read(Some(&text))).err()?;
            let scheme = scheme.setting.to_ascii_uppercase();
            let path = path.display();
            Some(format!("APP__AUTH__{scheme}__JWKS_FILE: {path}: {reason}"))
        };
        named.filter_map(fault).collect()
    }

    /// The same settings where every scheme has all that the gate's own verifiers need. One that you verify yourself
    /// needs nothing, hence this is asked when the gate is built.
    ///
    /// # Errors
    /// Everything that schemes lack.
    pub fn complete(self) -> Result<Self, SettingsError> {
        if self.lacking.is_empty() {
            return Ok(self);
        }
        let faults = self.lacking.into_iter().map(|(_, fault)| fault).collect();
        Err(SettingsError { faults })
    }

    /// The defaults of development, without files and variables: for tests.
    ///
    /// # Errors
    /// None that a contract can bring about.
    pub fn development(contract: &'static Contract) -> Result<Self, SettingsError> {
        Self::from_parts(contract, &[], |_| Err(std::io::ErrorKind::NotFound.into()))
    }
}

fn read_all(
    contract: &'static Contract,
    profile: Profile,
    source: &mut Source,
    open: &dyn Fn(&std::path::Path) -> std::io::Result<String>,
) -> Settings {
    let listen = source.or("server.listen", value::address, local(8080));
    let management = source.or("management.listen", value::address, local(9090));
    if profile == Profile::Development {
        for (key, address) in [("server.listen", listen), ("management.listen", management)] {
            if !address.ip().is_loopback() {
                source.fault(key, "development listens on loopback only; set APP__PROFILE=production to be reached from elsewhere");
            }
        }
    }
    if listen == management && listen.port() != 0 {
        let fault =
            "the service itself listens there (APP__SERVER__LISTEN); management is not for callers";
        source.fault("management.listen", fault);
    }
    let transport = transport::read(contract, profile, source, open);
    let schemes = contract
        .schemes
        .iter()
        .map(|scheme| schemes::read(scheme, profile, source))
        .collect();
    let per_minute = Rate::new(100, Duration::from_mins(1));
    let default = source.or("rate_limit.default", value::rate, per_minute);
    let failed_logins = source.get("rate_limit.failed_logins", value::rate);
    let backend = source.or("rate_limit.backend", value::backend, Backend::Memory);
    Settings {
        profile,
        listen,
        management,
        transport,
        schemes,
        rate_limit: RateLimitSettings {
            default,
            failed_logins: failed_logins.unwrap_or(Rate::new(20, Duration::from_mins(1))),
            failed_tokens: failed_logins.unwrap_or(default),
            failed_logins_per_account: source.or(
                "rate_limit.failed_logins_per_account",
                value::rate,
                Rate {
                    burst: 20,
                    ..Rate::new(100, Duration::from_hours(1))
                },
            ),
            authorities: shared::authorities(&backend, source),
            backend,
            trusted_proxies: source
                .list("rate_limit.trusted_proxies", value::network)
                .unwrap_or_default(),
        },
        limits: LimitSettings {
            body: source.or("limits.body", value::size, 2 << 20),
            timeout: source.or("limits.timeout", value::duration, Duration::from_secs(30)),
            header_timeout: source.or(
                "limits.header_timeout",
                value::duration,
                Duration::from_secs(10),
            ),
            idle_timeout: source.or(
                "limits.idle_timeout",
                value::duration,
                Duration::from_secs(75),
            ),
            connections: source.or("limits.connections", value::count, 8_192),
            connections_per_address: source.or("limits.connections_per_address", value::count, 512),
            concurrency: source.or("limits.concurrency", value::count, 1_024),
            json_depth: source.or("limits.json_depth", value::depth, 64),
        },
        lacking: source.lacking(),
        unreviewed: if source.or("policy.allow_unreviewed", value::switch, false) {
            Unreviewed::Allowed
        } else {
            Unreviewed::Refused
        },
        docs: source.or("docs.access", value::access, DocsAccess::Authenticated),
        origins: source
            .list("cors.origins", value::origin)
            .unwrap_or_default(),
        seal: seal::read(source, open),
        telemetry: telemetry::read(source),
    }
}

fn environment() -> Vec<(String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| {
            Some((
                name.into_string().ok()?,
                value.to_string_lossy().into_owned(),
            ))
        })
        .collect()
}

fn local(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

impl Network {
    /// Whether an address is one of these. An IPv4 address in IPv6 clothes is an IPv4 address.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let shift = 32_u32.saturating_sub(u32::from(self.prefix));
                own.to_bits().checked_shr(shift).unwrap_or(0)
                    == other.to_bits().checked_shr(shift).unwrap_or(0)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let shift = 128_u32.saturating_sub(u32::from(self.prefix));
                own.to_bits().checked_shr(shift).unwrap_or(0)
                    == other.to_bits().checked_shr(shift).unwrap_or(0)
            }
            _ => false,
        }
    }
}

/// By dotted key, what was set and where.
type Entries = BTreeMap<String, source::Entry>;
