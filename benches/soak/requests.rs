//! What clients send, and what each of it deserves: nine honest requests of ten, and one of a stranger's.

/// Tokens that the service takes, and some that it does not.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// With every scope.
    pub good: String,
    /// The same for a caller who asks too often.
    pub greedy: String,
    /// Without a scope.
    pub scopeless: String,
    /// For another audience.
    pub elsewhere: String,
    /// Under another secret.
    pub foreign: String,
}

/// A request.
#[derive(Debug)]
pub struct Request {
    /// What it is called in the report.
    pub name: &'static str,
    /// What is sent.
    pub bytes: Vec<u8>,
    /// What it deserves.
    pub deserves: Deserved,
    /// By what the service's log knows it; empty if it is not looked for there.
    pub trace: String,
}

/// What a request deserves.
#[derive(Debug)]
pub enum Deserved {
    /// This status, and a body that has this in it.
    Answer(u16, String),
    /// One of these statuses.
    Refusal(&'static [u16]),
    /// This status, after which nothing may come on the connection.
    End(u16),
}

/// Choices that a seed decides.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// The choices of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `bound` (`SplitMix64`).
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }
}

/// How traces begin that are looked for in the log.
pub const TRACE: &str = "50a450a4";

/// The requests of one client.
pub struct Mix<'t> {
    tokens: &'t Tokens,
    dice: Dice,
    client: u64,
    count: u64,
}

type Hostile = fn(&mut Mix<'_>) -> (Vec<u8>, Deserved);

/// What strangers send.
const HOSTILE: &[(&str, Hostile)] = &[
    ("no token", |_| {
        (
            get("/v1/vessels/9074729", "", ""),
            Deserved::Refusal(&[401]),
        )
    }),
    ("garbage for a token", |mix| {
        let garbage = format!("a.b.{}", mix.unique());
        (
            get("/v1/vessels/9074729", &garbage, ""),
            Deserved::Refusal(&[401]),
        )
    }),
    ("a forged signature", |mix| {
        let (signed, _) = mix.tokens.good.rsplit_once('.').unwrap_or_default();
        let forged = format!("{signed}.{:043}", mix.unique());
        (
            get("/v1/vessels/9074729", &forged, ""),
            Deserved::Refusal(&[401]),
        )
    }),
    ("algorithm none", |mix| {
        let claims = mix.tokens.good.split('.').nth(1).unwrap_or_default();
        let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{claims}.");
        (
            get("/v1/vessels/9074729", &unsigned, ""),
            Deserved::Refusal(&[401]),
        )
    }),
    ("a token for another audience", |mix| {
        (
            get("/v1/vessels/9074729", &mix.tokens.elsewhere, ""),
            Deserved::Refusal(&[401]),
        )
    }),
    ("a token under another secret", |mix| {
        (
            get("/v1/vessels/9074729", &mix.tokens.foreign, ""),
            Deserved::Refusal(&[401]),
        )
    }),
    ("a token without the scope", |mix| {
        (
            get("/v1/vessels/9074729", &mix.tokens.scopeless, ""),
            Deserved::Refusal(&[403]),
        )
    }),
    ("another path", |mix| {
        let path = format!("/v1/{}", mix.unique());
        (get(&path, &mix.tokens.good, ""), Deserved::Refusal(&[404]))
    }),
    ("another method", |mix| {
        let bytes = get("/v1/vessels/9074729", &mix.tokens.good, "");
        ([b"DELETE", &bytes[3..]].concat(), Deserved::Refusal(&[405]))
    }),
    ("a parameter that breaks its pattern", |mix| {
        (
            get("/v1/vessels/ship", &mix.tokens.good, ""),
            Deserved::Refusal(&[422]),
        )
    }),
    ("a parameter that is not declared", |mix| {
        (
            get("/v1/vessels/9074729?a=b", &mix.tokens.good, ""),
            Deserved::Refusal(&[422]),
        )
    }),
    ("a type that nobody has", |mix| {
        let header = "accept: image/png\r\n";
        (
            get("/v1/vessels/9074729", &mix.tokens.good, header),
            Deserved::Refusal(&[406]),
        )
    }),
    ("JSON that breaks off", |mix| {
        (
            mix.posted("application/json", r#"{"imo":"9074729","name""#),
            Deserved::Refusal(&[400]),
        )
    }),
    ("a member twice", |mix| {
        (
            mix.posted("application/json", r#"{"imo":"9074729","imo":"9074728"}"#),
            Deserved::Refusal(&[400]),
        )
    }),
    ("JSON too deep", |mix| {
        (
            mix.posted("application/json", &"[".repeat(10_000)),
            Deserved::Refusal(&[400]),
        )
    }),
    ("JSON that breaks its schema", |mix| {
        (
            mix.posted(
                "application/json",
                r#"{"imo":1,"name":"","flag":"XX","length":0,"more":1}"#,
            ),
            Deserved::Refusal(&[422]),
        )
    }),
    ("another media type", |mix| {
        (mix.posted("text/plain", "ahoy"), Deserved::Refusal(&[415]))
    }),
    ("a body too large", |mix| {
        let token = &mix.tokens.good;
        let mut bytes = format!("POST /v1/vessels HTTP/1.1\r\nhost: soak\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: 3145728\r\n\r\n").into_bytes();
        bytes.resize(bytes.len() + 65_536, b' ');
        (bytes, Deserved::End(413))
    }),
    ("two lengths", |mix| {
        (
            mix.framed("content-length: 4\r\ncontent-length: 5\r\n", "ahoy!"),
            Deserved::End(400),
        )
    }),
    ("a length beside chunks", |mix| {
        let smuggled = "0\r\n\r\nGET /v1/vessels/1111111 HTTP/1.1\r\nhost: soak\r\n\r\n";
        (
            mix.framed(
                "content-length: 5\r\ntransfer-encoding: chunked\r\n",
                smuggled,
            ),
            Deserved::End(400),
        )
    }),
    ("a coding that is none", |mix| {
        (
            mix.framed("transfer-encoding: xchunked\r\n", "0\r\n\r\n"),
            Deserved::End(400),
        )
    }),
    ("chunks that are none", |mix| {
        (
            mix.framed("transfer-encoding: chunked\r\n", "zz\r\n\r\n"),
            Deserved::End(400),
        )
    }),
    ("a folded line", |mix| {
        (mix.framed("x-a: b\r\n c\r\n", ""), Deserved::End(400))
    }),
    ("a head without end", |mix| {
        let bytes = get(
            "/v1/vessels/9074729",
            &mix.tokens.good,
            &"x-a: b\r\n".repeat(10_000),
        );
        (bytes, Deserved::End(431))
    }),
    ("a target without end", |mix| {
        let path = format!("/v1/vessels/{}", "9".repeat(70_000));
        (get(&path, &mix.tokens.good, ""), Deserved::End(414))
    }),
    ("no HTTP", |_| {
        (
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n".to_vec(),
            Deserved::End(400),
        )
    }),
    ("one too many", |mix| {
        // What is left of the allowance is a right to it.
        (
            get("/v1/pilots", &mix.tokens.greedy, ""),
            Deserved::Refusal(&[429, 200]),
        )
    }),
];

impl<'t> Mix<'t> {
    /// The requests of a client; no two clients have the same number.
    pub fn new(tokens: &'t Tokens, client: u64) -> Self {
        Self {
            tokens,
            dice: Dice::new(client),
            client: client + 1,
            count: 0,
        }
    }

    /// Whether a stranger is next: once in ten times.
    pub fn is_hostile(&mut self) -> bool {
        self.dice.below(10) == 0
    }

    /// A request of an honest client.
    pub fn honest(&mut self) -> Request {
        let imo = format!("{:07}", self.dice.below(10_000_000));
        let trace = self.trace();
        let header = format!("traceparent: 00-{trace}-00000000000000a1-01\r\n");
        let token = &self.tokens.good;
        if self.dice.below(2) == 0 {
            return Request {
                name: "GET",
                bytes: get(&format!("/v1/vessels/{imo}"), token, &header),
                deserves: Deserved::Answer(200, imo),
                trace,
            };
        }
        let body = format!(
            r#"{{"imo":"{imo}","name":"Northern Light","flag":"NO","length":84.5,"built":1998,"holds":[{{"number":1,"volume":1250.5,"cooled":false}},{{"number":2,"volume":1250.5}}]}}"#
        );
        Request {
            name: "POST",
            bytes: post(token, "application/json", &header, &body),
            deserves: Deserved::Answer(201, imo),
            trace,
        }
    }

    /// A request of a stranger.
    pub fn hostile(&mut self) -> Request {
        let kinds = u64::try_from(HOSTILE.len()).unwrap_or(1);
        let chosen = usize::try_from(self.dice.below(kinds)).unwrap_or(0);
        let (name, make) = HOSTILE[chosen];
        let (bytes, deserves) = make(self);
        Request {
            name,
            bytes,
            deserves,
            trace: String::new(),
        }
    }

    fn unique(&mut self) -> u64 {
        self.count += 1;
        (self.client << 40) + self.count
    }

    fn trace(&mut self) -> String {
        format!("{TRACE}{:024x}", self.unique())
    }

    fn posted(&self, media_type: &str, body: &str) -> Vec<u8> {
        post(&self.tokens.good, media_type, "", body)
    }

    /// A POST that says its length in these lines.
    fn framed(&self, lines: &str, body: &str) -> Vec<u8> {
        let token = &self.tokens.good;
        format!("POST /v1/vessels HTTP/1.1\r\nhost: soak\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n{lines}\r\n{body}").into_bytes()
    }
}

/// A GET with a token, if there is one.
pub fn get(path: &str, token: &str, headers: &str) -> Vec<u8> {
    let credentials = if token.is_empty() {
        String::new()
    } else {
        format!("authorization: Bearer {token}\r\n")
    };
    format!("GET {path} HTTP/1.1\r\nhost: soak\r\n{credentials}{headers}\r\n").into_bytes()
}

fn post(token: &str, media_type: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("POST /v1/vessels HTTP/1.1\r\nhost: soak\r\nauthorization: Bearer {token}\r\ncontent-type: {media_type}\r\ncontent-length: {length}\r\n{headers}\r\n{body}").into_bytes()
}
