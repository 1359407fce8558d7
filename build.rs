//! Templates, the gate and the pages of codes are part of the binary; a change to one is a change to the program.

fn main() {
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=gate");
    println!("cargo::rerun-if-changed=docs/codes");
}
