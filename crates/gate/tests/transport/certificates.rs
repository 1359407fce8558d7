//! Certificates, made on the spot by openssl.

use std::path::Path;
use std::process::Command;

use super::support::Folder;

fn openssl(folder: &Path, arguments: &[&str]) {
    let output = Command::new("openssl")
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

const CURVE: [&str; 4] = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];

/// An authority: `<name>.crt` and `<name>.key`.
pub fn authority(folder: &Folder, name: &str) {
    let (certificate, key) = (format!("{name}.crt"), format!("{name}.key"));
    let mut arguments = vec![
        "req",
        "-x509",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=Authority",
    ];
    arguments.extend(CURVE);
    arguments.extend(["-keyout", &key, "-out", &certificate]);
    openssl(&folder.0, &arguments);
}

/// A certificate signed by `signer`: `<name>.crt` and `<name>.key`.
pub fn signed(folder: &Folder, signer: &str, name: &str, subject: &str, extensions: &str) {
    let (certificate, key) = (format!("{name}.crt"), format!("{name}.key"));
    let (request, settings) = (format!("{name}.csr"), format!("{name}.ext"));
    let mut arguments = vec!["req", "-nodes", "-subj", subject];
    arguments.extend(CURVE);
    arguments.extend(["-keyout", &key, "-out", &request]);
    openssl(&folder.0, &arguments);
    std::fs::write(
        folder.0.join(&settings),
        format!("basicConstraints=CA:FALSE\n{extensions}\n"),
    )
    .unwrap();
    let (signer_certificate, signer_key) = (format!("{signer}.crt"), format!("{signer}.key"));
    openssl(
        &folder.0,
        &[
            "x509",
            "-req",
            "-days",
            "2",
            "-CAcreateserial",
            "-in",
            &request,
            "-CA",
            &signer_certificate,
            "-CAkey",
            &signer_key,
            "-extfile",
            &settings,
            "-out",
            &certificate,
        ],
    );
}

/// What a server for `localhost` needs, signed by `authority`: `server.crt` and `server.key`.
pub fn server(folder: &Folder) {
    authority(folder, "authority");
    signed(
        folder,
        "authority",
        "server",
        "/CN=localhost",
        "subjectAltName=DNS:localhost,IP:127.0.0.1",
    );
}

/// A client's, signed by `clients`.
pub fn client(folder: &Folder, signer: &str, name: &str, subject: &str, names: &str) {
    let extensions = format!("extendedKeyUsage=clientAuth\n{names}");
    signed(folder, signer, name, subject, &extensions);
}
