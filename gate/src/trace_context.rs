//! The trace that a request belongs to, as handlers pass it on to the services that they ask.
//!
//! It is the same type whether traces are sent or not, so that a handler compiles either way.

/// A place in a trace, in the words of W3C Trace Context: the span from which other services are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceContext {
    trace: String,
    span: String,
    flags: u8,
    state: String,
}

impl TraceContext {
    /// Where the request that is being served stands: its own span, or the span of yours that is current.
    ///
    /// It is known in the handler's own future, in layers between the gate and the handlers and in further routes, and not
    /// in tasks that these spawn: ask before. `None` where traces are sent nowhere, and where the service is built
    /// without the feature `otel`.
    #[cfg(feature = "otel")]
    #[must_use]
    pub fn current() -> Option<Self> {
        use opentelemetry::Context;
        use opentelemetry::trace::TraceContextExt;

        Context::map_current(|context| {
            let span = context.span();
            let own = span.span_context();
            own.is_valid().then(|| Self {
                trace: own.trace_id().to_string(),
                span: own.span_id().to_string(),
                flags: own.trace_flags().to_u8(),
                state: own.trace_state().header(),
            })
        })
    }

    /// Nothing: this service is built without the feature `otel`.
    #[cfg(not(feature = "otel"))]
    #[must_use]
    pub fn current() -> Option<Self> {
        None
    }

    /// The trace's id, as the log says it: 32 digits.
    #[must_use]
    pub fn trace_id(&self) -> &str {
        &self.trace
    }

    /// The span's id: 16 digits.
    #[must_use]
    pub fn span_id(&self) -> &str {
        &self.span
    }

    /// The header `traceparent` of a request to another service (W3C Trace Context, section 3.2).
    #[must_use]
    pub fn traceparent(&self) -> String {
        format!("00-{}-{}-{:02x}", self.trace, self.span, self.flags)
    }

    /// The header `tracestate` of that request, if there is one (section 3.3).
    #[must_use]
    pub fn tracestate(&self) -> Option<&str> {
        Some(self.state.as_str()).filter(|state| !state.is_empty())
    }
}
