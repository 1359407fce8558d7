//! Punycode, RFC 3492, section 6: with the parameters of host names.

const BASE: u32 = 36;
const SMALLEST: u32 = 1;
const LARGEST: u32 = 26;
const FIRST_BIAS: u32 = 72;
const FIRST_DAMP: u32 = 700;
const DAMP: u32 = 2;
const FIRST_CODE: u32 = 128;

/// The text that `encoded` stands for; `None` when it stands for none, or for one that is spelled differently when it
/// is encoded again.
pub(in crate::format) fn decode(encoded: &str) -> Option<String> {
    let (basic, digits) = encoded.rsplit_once('-').unwrap_or(("", encoded));
    let mut characters: Vec<char> = basic
        .chars()
        .map(|character| character.to_ascii_lowercase())
        .collect();
    let (mut code, mut bias, mut index) = (FIRST_CODE, FIRST_BIAS, 0_u32);
    let mut digits = digits.bytes().peekable();
    while digits.peek().is_some() {
        let start = index;
        let (mut weight, mut position) = (1_u32, BASE);
        loop {
            let digit = value(digits.next()?)?;
            index = index.checked_add(digit.checked_mul(weight)?)?;
            let threshold = threshold(position, bias);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            position += BASE;
        }
        let count = u32::try_from(characters.len()).ok()? + 1;
        bias = adapt(
            index - start,
            count,
            if start == 0 { FIRST_DAMP } else { DAMP },
        );
        code = code.checked_add(index / count)?;
        index %= count;
        characters.insert(usize::try_from(index).ok()?, char::from_u32(code)?);
        index += 1;
    }
    let text: String = characters.into_iter().collect();
    encode(&text)
        .filter(|again| again.eq_ignore_ascii_case(encoded))
        .map(|_| text)
}

/// The ASCII text that stands for `text`; `None` when it is too long to be a label by far.
pub(in crate::format) fn encode(text: &str) -> Option<String> {
    let characters: Vec<u32> = text.chars().take(256).map(u32::from).collect();
    let mut encoded: String = text.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(encoded.len()).ok()?;
    if characters.len() > 255 {
        return None;
    }
    if basic > 0 {
        encoded.push('-');
    }
    let (mut code, mut bias, mut delta, mut done) = (FIRST_CODE, FIRST_BIAS, 0_u32, basic);
    while usize::try_from(done).ok()? < characters.len() {
        let next = characters
            .iter()
            .copied()
            .filter(|known| *known >= code)
            .min()?;
        delta = delta.checked_add((next - code).checked_mul(done + 1)?)?;
        code = next;
        for character in &characters {
            if *character < code {
                delta = delta.checked_add(1)?;
            }
            if *character == code {
                push(&mut encoded, delta, bias)?;
                bias = adapt(
                    delta,
                    done + 1,
                    if done == basic { FIRST_DAMP } else { DAMP },
                );
                delta = 0;
                done += 1;
            }
        }
        delta = delta.checked_add(1)?;
        code += 1;
    }
    Some(encoded)
}

/// Writes one number in generalised variable-length digits.
fn push(encoded: &mut String, number: u32, bias: u32) -> Option<()> {
    let (mut rest, mut position) = (number, BASE);
    loop {
        let threshold = threshold(position, bias);
        if rest < threshold {
            encoded.push(digit(rest)?);
            return Some(());
        }
        encoded.push(digit(threshold + (rest - threshold) % (BASE - threshold))?);
        rest = (rest - threshold) / (BASE - threshold);
        position += BASE;
    }
}

fn threshold(position: u32, bias: u32) -> u32 {
    position.saturating_sub(bias).clamp(SMALLEST, LARGEST)
}

fn adapt(delta: u32, count: u32, damp: u32) -> u32 {
    let mut delta = delta / damp;
    delta += delta / count;
    let mut steps = 0;
    while delta > ((BASE - SMALLEST) * LARGEST) / 2 {
        delta /= BASE - SMALLEST;
        steps += BASE;
    }
    steps + (BASE - SMALLEST + 1) * delta / (delta + 38)
}

fn value(digit: u8) -> Option<u32> {
    match digit {
        b'a'..=b'z' => Some(u32::from(digit - b'a')),
        b'A'..=b'Z' => Some(u32::from(digit - b'A')),
        b'0'..=b'9' => Some(u32::from(digit - b'0') + 26),
        _ => None,
    }
}

fn digit(value: u32) -> Option<char> {
    char::from_digit((value + 10) % BASE, BASE).filter(|_| value < BASE)
}
