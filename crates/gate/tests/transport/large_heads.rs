//! HTTP/2: a request whose headers are too large costs its client that request, and not the connection.

use super::frames::{Client, Frame, GOAWAY, secured};

const HEADERS: u8 = 1;
const CONTINUATION: u8 = 9;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
/// What a frame holds unless the server allows more.
const FRAME: usize = 16_384;

/// A length with a prefix of seven bits (RFC 7541, section 5.1).
fn length(mut value: usize) -> Vec<u8> {
    if value < 127 {
        return vec![u8::try_from(value).unwrap()];
    }
    let mut bytes = vec![127];
    value -= 127;
    while value >= 128 {
        bytes.push(u8::try_from(value % 128 + 128).unwrap());
        value /= 128;
    }
    bytes.push(u8::try_from(value).unwrap());
    bytes
}

/// A request with these sizes of headers, in as many frames as it takes.
fn ask(client: &mut Client, stream: u32, sizes: &[usize]) -> std::io::Result<()> {
    let mut block = vec![0x82, 0x87, 0x04, 8];
    block.extend(b"/v1/open");
    block.extend([0x01, 9]);
    block.extend(b"localhost");
    for size in sizes {
        block.extend([0, 1, b'x']);
        block.extend(length(*size));
        block.extend(vec![b'a'; *size]);
    }
    let mut kind = HEADERS;
    let mut flags = END_STREAM;
    let mut chunks = block.chunks(FRAME).peekable();
    while let Some(chunk) = chunks.next() {
        if chunks.peek().is_none() {
            flags |= END_HEADERS;
        }
        client.send(kind, flags, stream, chunk)?;
        (kind, flags) = (CONTINUATION, 0);
    }
    Ok(())
}

/// What came on a stream, or the frame that ends the connection.
fn answer(client: &mut Client, stream: u32) -> Vec<Frame> {
    let mut frames = Vec::new();
    while let Some(frame) = client.next() {
        let is_last = frame.kind == GOAWAY || frame.flags & END_STREAM != 0;
        if frame.kind == GOAWAY || frame.stream == stream && frame.kind <= HEADERS {
            frames.push(frame);
        }
        if is_last && !frames.is_empty() {
            break;
        }
    }
    frames
}

/// `:status: 431`, as the name of the static table and a Huffman code (RFC 7541, appendices A and B).
const TOO_LARGE: [u8; 5] = [0x48, 0x83, 0x69, 0x90, 0xff];

#[test]
fn headers_that_are_too_large_end_their_stream_alone() {
    let Some((service, folder)) = secured("large-heads-2", &[]) else {
        return;
    };
    for sizes in [
        vec![40_000],
        vec![70_000],
        vec![120_000],
        vec![200_000],
        vec![8_000; 10],
        vec![8_000; 20],
        vec![10; 2_000],
    ] {
        let name = format!("{} of {}", sizes.len(), sizes[0]);
        let mut client = Client::connect(&service, &folder, &[]);
        ask(&mut client, 1, &sizes).unwrap();
        let frames = answer(&mut client, 1);
        assert!(
            frames[0].payload.starts_with(&TOO_LARGE),
            "{name}: {frames:?}"
        );
        let body: Vec<u8> = frames[1..]
            .iter()
            .flat_map(|frame| frame.payload.clone())
            .collect();
        let body = String::from_utf8_lossy(&body).into_owned();
        assert!(body.contains("\"status\":431"), "{name}: {body}");
        client.get(3, "/v1/open").unwrap();
        assert_eq!(answer(&mut client, 3)[1].payload, b"nobody", "{name}");
    }
}

#[test]
fn headers_without_end_end_the_connection() {
    let Some((service, folder)) = secured("larger-heads", &[]) else {
        return;
    };
    // What is decoded and dropped: a bare refusal, and the connection goes on.
    let mut client = Client::connect(&service, &folder, &[]);
    ask(&mut client, 1, &[300_000]).unwrap();
    let frames = answer(&mut client, 1);
    assert_eq!((frames.len(), &frames[0].payload[..]), (1, &TOO_LARGE[..]));
    client.get(3, "/v1/open").unwrap();
    assert_eq!(answer(&mut client, 3)[1].payload, b"nobody");
    for sizes in [vec![2_000_000], vec![8_000; 250]] {
        let mut client = Client::connect(&service, &folder, &[]);
        // The service need not have read all of it.
        drop(ask(&mut client, 1, &sizes));
        let frames = answer(&mut client, 1);
        assert!(
            frames.iter().all(|frame| frame.kind == GOAWAY),
            "{} of {}: {frames:?}",
            sizes.len(),
            sizes[0]
        );
    }
    let mut honest = Client::connect(&service, &folder, &[]);
    honest.get(1, "/v1/open").unwrap();
    assert_eq!(answer(&mut honest, 1)[1].payload, b"nobody");
}
