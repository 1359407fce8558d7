//! Connections, from outside: a process, sockets, and clients that mean no good.

#[cfg(test)]
mod certificates;
#[cfg(test)]
mod chunked;
#[cfg(test)]
mod frames;
#[cfg(test)]
mod framing;
#[cfg(test)]
mod large_heads;
#[cfg(test)]
mod places;
#[cfg(test)]
mod secured;
#[cfg(test)]
mod slow;
#[cfg(test)]
mod stop;
#[cfg(test)]
mod support;
