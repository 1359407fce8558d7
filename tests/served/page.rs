//! The page of the contract in a browser without a window: what it shows, and that it asks nobody for anything.
//!
//! Debian's `chromium` is the browser. Without it these tests are skipped with a sentence, but not where `CI` is set.
//! `PORTCULLIS_SCREENSHOTS=FOLDER` keeps the pictures, for somebody to look at.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::http::Request;
use crate::support::project::{Answers, build, lay};
use crate::support::service::Service;
use crate::support::{emit_contract, is_ci};

/// Whether there is a browser.
fn has_browser() -> bool {
    let found = Command::new("chromium")
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success());
    assert!(
        found || !is_ci(),
        "chromium is not installed, and CI may not skip it"
    );
    if !found {
        eprintln!("skipped: chromium is not installed");
    }
    found
}

/// Opens a page in a browser that can reach nothing, and answers with what it printed.
#[track_caller]
fn browse(folder: &Path, page: &str, arguments: &[&str]) -> String {
    let output = Command::new("chromium")
        .current_dir(folder)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
        ])
        .args(["--disable-dev-shm-usage", "--disable-background-networking"])
        .args([
            "--no-first-run",
            "--window-size=1100,1400",
            "--timeout=20000",
        ])
        .args([
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--user-data-dir=profile",
        ])
        .args(arguments)
        .arg(format!("file://{}", folder.join(page).display()))
        .output()
        .unwrap();
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{talk}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The colours of a picture, and how often its most frequent one comes: a page that shows nothing has one.
fn is_blank(picture: &[u8]) -> bool {
    // A page of text does not shrink to the few kilobytes that one of a single colour does.
    picture.len() < 20_000
}

#[test]
fn the_page_shows_every_operation_without_a_network() {
    if !has_browser() {
        return;
    }
    let project = lay("page", &emit_contract("harbor"));
    let service = Service::start(&project, &build(&project, Answers::Stubs));
    let stranger = service.ask(&Request::new("GET", "/v1/docs"));
    assert_eq!(stranger.status, 401);
    let token = service.token("bearerAuth", "");
    let answer = service.ask(&Request::new("GET", "/v1/docs").bearer(&token));
    assert_eq!(answer.status, 200);
    let policy = answer.header("content-security-policy").unwrap();

    // Saved and opened from the disk, under the very policy that it was sent with.
    let folder = tempfile::tempdir().unwrap();
    let page = String::from_utf8(answer.body.clone()).unwrap();
    let strict = page.replacen(
        "<meta charset=\"utf-8\">",
        &format!("<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">"),
        1,
    );
    fs::write(folder.path().join("docs.html"), &strict).unwrap();
    let shown = browse(folder.path(), "docs.html", &["--dump-dom"]);
    let body = shown.split_once("<header").unwrap().1;
    for part in [
        "Harbor",
        "/v1/vessels",
        ">GET</span>",
        ">POST</span>",
        "Search operations and schemas",
        ">Schemas<",
    ] {
        assert!(body.contains(part), "{part} is not shown");
    }
    let contract: serde_json::Value = serde_json::from_slice(
        &service
            .ask(&Request::new("GET", "/v1/openapi.json").bearer(&token))
            .body,
    )
    .unwrap();
    let paths = contract["paths"].as_object().unwrap();
    let operations = paths.values().flat_map(|item| item.as_object().unwrap());
    let count = operations
        .filter(|(_, operation)| operation.get("responses").is_some())
        .count();
    assert_eq!(body.matches("<details class=\"operation").count(), count);

    // Another script than the page's own does not run.
    let forged = strict.replacen(
        "</body>",
        "<script>document.title = 'forged'</script></body>",
        1,
    );
    fs::write(folder.path().join("forged.html"), forged).unwrap();
    let shown = browse(folder.path(), "forged.html", &["--dump-dom"]);
    assert!(
        !shown.contains("<title>forged"),
        "the policy lets a stranger's script run"
    );

    // Opened, for the picture: an operation and a schema.
    let opened = page.replacen(
        "</script>\n</body>",
        "\nfor (const details of document.querySelectorAll('details.operation:nth-of-type(2), details.schema')) details.open = true;</script>\n</body>",
        1,
    );
    fs::write(folder.path().join("opened.html"), opened).unwrap();
    let pictures = env::var_os("PORTCULLIS_SCREENSHOTS").map(PathBuf::from);
    for (name, page, dark) in [
        ("light.png", "docs.html", false),
        ("dark.png", "docs.html", true),
        ("opened.png", "opened.html", false),
    ] {
        let shot = format!("--screenshot={name}");
        let mut arguments = vec![shot.as_str()];
        if dark {
            arguments.push("--blink-settings=preferredColorScheme=0");
        }
        browse(folder.path(), page, &arguments);
        let picture = fs::read(folder.path().join(name)).unwrap();
        assert!(picture.starts_with(b"\x89PNG"), "{name}");
        assert!(!is_blank(&picture), "{name} shows nothing");
        if let Some(kept) = &pictures {
            fs::write(kept.join(name), &picture).unwrap();
        }
    }
}
