//! What the service says about itself: Application Lifecycle (6002), and Application Error (6008) under the id of the
//! request that failed.

use std::fmt::Write as _;

use super::{Metadata, Severity};
use crate::log::Level;
use crate::log::text::json_text;
use crate::request_id::RequestId;

/// A start, a stop, or anything else that was noted; of a request, where it is `about` one.
pub(crate) fn noted(
    line: &mut String,
    metadata: &Metadata,
    about: Option<RequestId>,
    level: Level,
    event: &str,
    message: &str,
) {
    // Start, stop, other.
    let (activity, kind) = match event {
        "listening" => ("3", "600203"),
        "stopped" => ("4", "600204"),
        _ => ("99", "600299"),
    };
    let (severity, status) = match level {
        Level::Info => (Severity::Informational, '1'),
        Level::Warning => (Severity::Medium, '2'),
        Level::Error => (Severity::High, '2'),
    };
    // Writing to a string does not fail.
    let _ = write!(
        line,
        ",\"class_uid\":6002,\"category_uid\":6,\"activity_id\":{activity},\"type_uid\":{kind},\"severity_id\":{},\"status_id\":{status},\"activity_name\":",
        severity.digit(),
    );
    json_text(line, event);
    line.push_str(",\"message\":");
    json_text(line, message);
    match about {
        Some(request_id) => {
            metadata.write_about(line, request_id.encode(&mut RequestId::buffer()));
        }
        None => metadata.write(line),
    }
    line.push_str(&metadata.app);
    line.push_str(",\"unmapped\":{\"event\":");
    json_text(line, event);
    line.push('}');
}

/// Why a request failed.
pub(crate) fn failed(
    line: &mut String,
    metadata: &Metadata,
    request_id: RequestId,
    cause: &str,
    trace: &str,
) {
    let _ = write!(
        line,
        ",\"class_uid\":6008,\"category_uid\":6,\"activity_id\":1,\"type_uid\":600801,\"severity_id\":{},\"status_id\":2,\"message\":",
        Severity::High.digit(),
    );
    json_text(line, cause);
    metadata.write_about(line, request_id.encode(&mut RequestId::buffer()));
    line.push_str(trace);
    line.push_str(",\"unmapped\":{\"event\":\"failure\"}");
}
