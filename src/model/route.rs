//! Where operations live: servers, version and path templates go in, full paths come out.

use openapiv3::Server;

/// The base path of every route: the path of the first server, and `/v<major>` where neither it nor the paths name a version.
#[must_use]
pub fn base_path<'p>(
    servers: &[Server],
    version: &str,
    paths: impl Iterator<Item = &'p str>,
) -> String {
    let base = servers.first().map(server_path).unwrap_or_default();
    if assumes_version(servers, paths) {
        return format!("{base}/v{}", major(version));
    }
    base
}

/// Whether neither the first server nor a path names a version, so that the base path takes it from `info.version`.
#[must_use]
pub fn assumes_version<'p>(servers: &[Server], mut paths: impl Iterator<Item = &'p str>) -> bool {
    let base = servers.first().map(server_path).unwrap_or_default();
    !names_version(&base) && !paths.any(names_version)
}

/// The path of a server's address, its variables at their defaults, without a slash at the end.
#[must_use]
pub fn server_path(server: &Server) -> String {
    let mut address = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        address = address.replace(&format!("{{{name}}}"), &variable.default);
    }
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |slash| &rest[slash..]),
        None if address.starts_with("//") => address[2..]
            .find('/')
            .map_or("", |slash| &address[2 + slash..]),
        None => address.as_str(),
    };
    let path = path
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_end_matches('/');
    if path.is_empty() || path.starts_with('/') {
        path.to_owned()
    } else {
        format!("/{path}")
    }
}

/// Does a segment of the path name a version: `v2`, `2.0`, `v1beta1`, `2010-04-01`?
fn names_version(path: &str) -> bool {
    version_of(path).is_some()
}

/// The last segment of a path that names a version.
#[must_use]
pub fn version_of(path: &str) -> Option<&str> {
    path.rsplit('/').find(|segment| is_version(segment))
}

fn is_version(segment: &str) -> bool {
    let digits =
        |text: &str| !text.is_empty() && text.chars().all(|character| character.is_ascii_digit());
    if let Some(rest) = segment.strip_prefix(['v', 'V']) {
        return rest.starts_with(|character: char| character.is_ascii_digit())
            && rest.chars().all(|character| {
                character.is_ascii_alphanumeric() || character == '.' || character == '_'
            });
    }
    let dotted: Vec<&str> = segment.split('.').collect();
    let dated: Vec<&str> = segment.split('-').collect();
    (dotted.len() > 1 && dotted.iter().all(|part| digits(part)))
        || (dated.len() == 3 && dated[0].len() == 4 && dated.iter().all(|part| digits(part)))
}

/// The first number in `info.version`, whatever else stands there; 1 where there is none.
#[must_use]
pub fn major(version: &str) -> String {
    let start = version.find(|character: char| character.is_ascii_digit());
    let digits: String = start
        .map(|start| {
            version[start..]
                .chars()
                .take_while(char::is_ascii_digit)
                .collect()
        })
        .unwrap_or_default();
    let number = digits.trim_start_matches('0');
    match (digits.is_empty(), number.is_empty()) {
        (true, _) => "1".to_owned(),
        (false, true) => "0".to_owned(),
        (false, false) => number.to_owned(),
    }
}

/// The names of a template's parameters, in order.
#[must_use]
pub fn parameters(path: &str) -> Vec<String> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{base_path, parameters};
    use openapiv3::Server;

    #[track_caller]
    fn check(url: Option<&str>, version: &str, paths: &[&str], expected: &str) {
        let servers: Vec<Server> = url
            .map(|url| Server {
                url: url.to_owned(),
                ..Server::default()
            })
            .into_iter()
            .collect();
        assert_eq!(
            base_path(&servers, version, paths.iter().copied()),
            expected
        );
    }

    #[test]
    fn routes_live_under_a_version() {
        check(
            Some("http://petstore.swagger.io/v1"),
            "1.0.0",
            &["/pets"],
            "/v1",
        );
        check(Some("https://api.example.com"), "2.3.0", &["/pets"], "/v2");
        check(Some("/"), "1.0.0", &["/g/0"], "/v1");
        check(None, "0.0.1", &["/pets"], "/v0");
        check(
            Some("https://api.example.com/2.0/"),
            "2024.0",
            &["/files"],
            "/2.0",
        );
        check(
            Some("https://api.example.com"),
            "1.0.0",
            &["/2010-04-01/Accounts.json"],
            "",
        );
        check(Some("api"), "latest", &["/pets"], "/api/v1");
    }

    #[test]
    fn a_template_names_its_parameters() {
        assert_eq!(
            parameters("/repos/{owner}/{base}...{head}"),
            ["owner", "base", "head"]
        );
    }
}
