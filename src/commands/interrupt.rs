//! Signals come in; one flag goes out, and whoever works looks at it now and then.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag::register;

/// Ctrl-C, and what process managers send.
const STOP: [i32; 2] = [SIGINT, SIGTERM];

/// From now on, a request to stop ends nothing by itself: it sets the flag that is returned.
///
/// # Errors
/// What the system said about listening for a signal.
pub fn watch() -> io::Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    for signal in STOP {
        register(signal, Arc::clone(&flag))?;
    }
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGHUP, SIGXFSZ};
        register(SIGHUP, Arc::clone(&flag))?;
        // A limit on the size of files then is an error like a full disk, which can be undone, not a sudden death.
        register(SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
    }
    Ok(flag)
}
