//! One request on its way to a handler: everything the decoders read, and the proof of who asks.
//!
//! The edge makes a [`Call`] after authentication, limits and media type were settled; the emitted `decode`
//! functions read it; the handler gets the [`Caller`] out of it.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::HeaderMap;

use crate::accept::Accept;
use crate::caller::Caller;
use crate::json::ReadLimits;
use crate::operation::Media;
#[cfg(feature = "multipart")]
use crate::part::Part;
use crate::request_id::RequestId;
use crate::stream::ByteStream;

/// A request that the gate let pass.
#[derive(Debug)]
pub struct Call {
    pub(crate) caller: Caller,
    pub(crate) path: Vec<(&'static str, String)>,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) media: Option<&'static Media>,
    pub(crate) body: Bytes,
    /// The body, where it is handed to the handler unread; whoever decodes the call takes it out.
    pub(crate) stream: Mutex<Option<ByteStream>>,
    /// The parts of a multipart body.
    #[cfg(feature = "multipart")]
    pub(crate) parts: Vec<Part>,
    pub(crate) read_limits: ReadLimits,
    pub(crate) request_id: RequestId,
}

impl Call {
    /// A call by nobody, with nothing in it. For tests of decoders only: it proves no authentication, since the
    /// caller inside is anonymous.
    #[must_use]
    pub fn for_test() -> Self {
        Self {
            caller: Caller::ANONYMOUS,
            path: Vec::new(),
            query: String::new(),
            headers: HeaderMap::new(),
            media: None,
            body: Bytes::new(),
            stream: Mutex::new(None),
            #[cfg(feature = "multipart")]
            parts: Vec::new(),
            read_limits: ReadLimits::default(),
            request_id: RequestId::new(),
        }
    }

    /// The same call with a path value, already percent-decoded.
    #[must_use]
    pub fn with_path(mut self, name: &'static str, value: &str) -> Self {
        self.path.push((name, value.to_owned()));
        self
    }

    /// The same call with this raw query, without the `?`.
    #[must_use]
    pub fn with_query(mut self, query: &str) -> Self {
        query.clone_into(&mut self.query);
        self
    }

    /// The same call with these headers in place of all others.
    #[must_use]
    pub fn with_headers(mut self, headers: HeaderMap) -> Self {
        self.headers = headers;
        self
    }

    /// The same call with a body of one of the operation's media types.
    #[must_use]
    pub fn with_body(mut self, media: &'static Media, body: impl Into<Bytes>) -> Self {
        self.media = Some(media);
        self.body = body.into();
        self
    }

    /// The value that the path has for the template's parameter `name`, percent-decoded.
    #[must_use]
    pub fn path_value(&self, name: &str) -> Option<&str> {
        self.path
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The raw query, without the `?`; empty when there is none.
    #[must_use]
    pub fn query(&self) -> &str {
        &self.query
    }

    /// The request's headers. Credentials of the schemes that were checked are still in them.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Which of the operation's media types the body is of; `None` when there is no body.
    #[must_use]
    pub fn media(&self) -> Option<&'static Media> {
        self.media
    }

    /// The bytes of the body; empty when there is none.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// The body as a stream, once: what was not read yet, or the bytes that were.
    #[must_use]
    pub fn take_stream(&self) -> ByteStream {
        let unread = self
            .stream
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        unread.unwrap_or_else(|| ByteStream::from(self.body.clone()))
    }

    /// What the client would like to be answered with.
    #[must_use]
    pub fn accept(&self) -> Accept {
        Accept::of(&self.headers)
    }

    /// How deep and how large a JSON body may be.
    #[must_use]
    pub fn read_limits(&self) -> &ReadLimits {
        &self.read_limits
    }

    /// Who asks.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Who asks, when nothing else of the call is needed any more.
    #[must_use]
    pub fn into_caller(self) -> Caller {
        self.caller
    }

    /// The id under which this request is logged and answered.
    #[must_use]
    pub fn request_id(&self) -> RequestId {
        self.request_id
    }
}
