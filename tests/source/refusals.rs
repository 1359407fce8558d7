//! Documents that are refused, and what is said of them.

use super::check;

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: 1.0.0}\n";

#[test]
fn nothing_at_all() {
    check("", "error[document-empty] the document is empty");
    check(
        "# only a comment\n",
        "error[document-empty] the document is empty",
    );
    check("null", "error[document-empty] 1:1 the document is empty");
}

#[test]
fn not_an_openapi_document() {
    check(
        "hello",
        "error[not-openapi] 1:1 the document is not an object",
    );
    check(
        "- a\n- b\n",
        "error[not-openapi] 1:1 the document is not an object",
    );
    check(
        "{\"a\": 1}",
        "error[not-openapi] 1:1 the document does not say which version of OpenAPI it follows",
    );
    check(
        "openapi: true\n",
        "error[not-openapi] 1:1 the document does not say which version of OpenAPI it follows",
    );
}

#[test]
fn a_dialect_that_is_not_read() {
    check(
        "info: {}\nswagger: \"1.2\"\n",
        "error[dialect-unsupported] 2:1 Swagger 1.2 is not read",
    );
    check(
        "swagger: 1.1\n",
        "error[dialect-unsupported] 1:1 Swagger 1.1 is not read",
    );
    check(
        "openapi: 4.0.0\n",
        "error[dialect-unsupported] 1:1 OpenAPI 4.0.0 is not read",
    );
    check(
        "openapi: 3.9.0\n",
        "error[dialect-unsupported] 1:1 OpenAPI 3.9.0 is not read",
    );
}

#[test]
fn text_that_cannot_be_parsed() {
    check(
        "{\"openapi\": \"3.0.3\",",
        "error[yaml-syntax] 2:1 did not find expected node content",
    );
    check(
        "openapi: 3.0.3\ninfo: {title: T\n",
        "error[yaml-syntax] 3:1 did not find expected ',' or '}'",
    );
    check("a: *nobody\n", "error[yaml-syntax] 1:4 unknown anchor");
    check(
        "? [a]\n: b\n",
        "error[yaml-syntax] 1:3 invalid type: sequence, expected the name of a member",
    );
    check(
        "a: 1\n---\nb: 2\n",
        "error[yaml-syntax] 1:1 the file holds more than one YAML document",
    );
}

#[test]
fn values_that_json_cannot_hold() {
    check(
        "a: .inf\n",
        "error[value-unsupported] 1:4 a: `inf` is no number that JSON can hold",
    );
    check(
        "a: !thing b\n",
        "error[value-unsupported] 1:4 a: a YAML tag has no meaning in an OpenAPI document",
    );
}

#[test]
fn a_member_given_twice_is_placed_at_the_second() {
    check(
        "openapi: 3.0.3\ninfo:\n  title: a\n  version: 1.0.0\n  title: b\npaths: {}\n",
        "error[duplicate-key] 5:3 `title` is given twice in one object",
    );
    check(
        "{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"T\", \"version\": \"1.0.0\"}, \"paths\": {\n \"/a\": {},\n \"/a\": {}}}",
        "error[duplicate-key] 3:2 `/a` is given twice in one object",
    );
    check(
        &format!("{HEAD}paths: {{}}\ntags:\n- name: x\n- name: y\n  name: z\n"),
        "error[duplicate-key] 7:3 `name` is given twice in one object",
    );
}

#[test]
fn a_path_that_would_vanish() {
    check(
        &format!("{HEAD}paths:\n  x-a: {{}}\n  pets: {{}}\n"),
        "error[structure-invalid] 5:3 the path `pets` does not start with `/`",
    );
}

#[test]
fn an_answer_that_would_vanish() {
    let answers = |status: &str| {
        format!(
            "{HEAD}paths:\n  /a:\n    get:\n      responses:\n        {status}: {{description: d}}\n"
        )
    };
    check(&answers("200"), "");
    check(&answers("\"4xx\""), "");
    check(&answers("default"), "");
    for status in ["20", "2000", "0XX", "2XY", "ok", "20X"] {
        check(
            &answers(status),
            &format!(
                "error[structure-invalid] 7:9 `{status}` is neither a status, nor a range such as `4XX`, nor `default`"
            ),
        );
    }
}

#[test]
fn a_misfit_is_told_where_it_is() {
    check(
        &format!(
            "{HEAD}paths:\n  /a:\n    get:\n      parameters:\n      - name: q\n        in: nowhere\n        schema: {{}}\n      responses: {{}}\n"
        ),
        "error[structure-invalid] 8:9 a parameter is not well-formed: unknown variant `nowhere`, expected one of `query`, `header`, `path`, `cookie`",
    );
    check(
        &format!(
            "{HEAD}paths: {{}}\ncomponents:\n  securitySchemes:\n    a:\n      type: apiKey\n      name: k\n"
        ),
        "error[structure-invalid] 6:5 a security scheme is not well-formed: missing field `in`",
    );
    check(
        &format!("{HEAD}paths: {{}}\nservers:\n- description: no address\n"),
        "error[structure-invalid] 5:3 a server is not well-formed: missing field `url`",
    );
}
