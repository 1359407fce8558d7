//! Identifiers, base64 and regular expressions.

use gate::Format;

use super::check;

#[test]
fn identifiers() {
    check(
        Format::Uuid,
        &["2EB8AA08-aa98-11ea-b4aa-73b441d16380"],
        &[
            "",
            "2eb8aa08aa9811eab4aa73b441d16380",
            "{2eb8aa08-aa98-11ea-b4aa-73b441d16380}",
            "2eb8aa08-aa98-11ea-b4aa-73b441d1638g",
        ],
    );
}

#[test]
fn base64() {
    check(
        Format::Byte,
        &["", "Zg==", "Zm8=", "Zm9v", "+/+/"],
        &[
            "Z", "Zg", "Zg=", "Zh==", "Zm9=", "Zm9v=", "====", "Zm9v====", "Zm-v", "Zm 9v", "=Zg=",
        ],
    );
}

#[test]
fn regular_expressions() {
    check(
        Format::Regex,
        &[
            "",
            "([abc])+\\s+$",
            "^a{1,2}?$",
            "(?:a|b)",
            "(?<n>a)\\k<n>",
            "(a)\\1",
            "\\1(a)",
            "(?=a)",
            "(?<!a)b",
            "[^]",
            "[]",
            "\\u{1F600}",
            "\\ud83d\\ude00",
            "\\p{L}",
            "\\p{Letter}",
            "\\p{Script=Greek}",
            "\\P{gc=Lu}",
            "\\p{Emoji}",
            "[\\d-]",
            "[a-z-]",
            "\\cA",
            "\\x41",
            "\\0",
            "\\/",
            "a||b",
            "(?i:a)",
            "(?i-s:a)",
            "[\\b\\-]",
            "a{2,}",
            ".",
            "é",
            "^\\S(|(.|\\n)*\\S)$",
        ],
        &[
            "^(abc]",
            "(",
            ")",
            "[",
            "a)",
            "*",
            "a**",
            "^*",
            "\\",
            "\\a",
            "\\Z",
            "^\\S(|(.|\\n)*\\S)\\Z",
            "\\z",
            "\\A",
            "{",
            "}",
            "]",
            "a{",
            "a{2,1}",
            "a{,1}",
            "\\1",
            "(a)\\2",
            "\\k<n>",
            "(?<n>a)(?<n>b)",
            "(?<1>a)",
            "(?<>a)",
            "(?<n",
            "(?P<n>a)",
            "(?i)a",
            "(?-:a)",
            "(?ii:a)",
            "[z-a]",
            "[\\d-z]",
            "\\u{110000}",
            "\\u12",
            "\\x4",
            "\\c1",
            "\\00",
            "\\p{Foo}",
            "\\p{letter}",
            "\\p{Script=greek}",
            "\\p{Script=Foo}",
            "\\pL",
            "\\p{",
            "(?=a)*",
            "(?<=a)+",
            "\\b+",
            "\\-",
            "\\e",
            "(?#c)",
        ],
    );
}
