//! Templates and the gate are part of the binary; a change to either is a change to the program.

fn main() {
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=gate");
}
