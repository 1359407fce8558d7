//! Authentication (3002): somebody proved who it is, or could not.

use std::fmt::Write as _;

use super::{Answered, Metadata, Severity, http_request, source, unmapped, user};

pub(super) fn write(
    line: &mut String,
    metadata: &Metadata,
    service: &str,
    operation: &str,
    answered: &Answered<'_>,
) {
    // A caller is there only where authentication went well, whatever was refused afterwards.
    let failed = answered.caller.is_none();
    let (status, severity) = if failed {
        ('2', Severity::Low)
    } else {
        ('1', Severity::Informational)
    };
    // A logon over the network (`logon_type_id` 3). Writing to a string does not fail.
    let _ = write!(
        line,
        ",\"class_uid\":3002,\"category_uid\":3,\"activity_id\":1,\"type_uid\":300201,\"severity_id\":{},\"status_id\":{status},\"logon_type_id\":3,\"is_remote\":true",
        severity.digit(),
    );
    if let Some(refused) = answered.refused.filter(|_| failed) {
        line.push_str(",\"status_detail\":\"");
        line.push_str(refused.reason.word());
        line.push('"');
    }
    metadata.write_about(line, answered.request_id);
    line.push_str(",\"user\":");
    user(line, answered.caller);
    line.push_str(service);
    http_request(line, answered);
    source(line, answered.address);
    let of_it = Answered {
        refused: answered.refused.filter(|_| failed),
        ..*answered
    };
    unmapped(line, "authentication", operation, &of_it);
    let outcome = if failed { "refused" } else { "passed" };
    let _ = write!(line, ",\"outcome\":\"{outcome}\"}}");
}
