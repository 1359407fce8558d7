//! Inheritance as people write it: a schema whose alternatives are made of it.

use crate::support::{defaults, parse, text};

const DOCUMENT: &str = r"openapi: 3.1.0
info: {title: T, version: 1.0.0}
servers: [{url: /v1}]
paths:
  /pets:
    post:
      operationId: add
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'204': {description: d}}
components:
  schemas:
    Pet:
      type: object
      required: [kind, name]
      properties: {kind: {type: string}, name: {type: string}}
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {lives: {type: integer}}}]}
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {barks: {type: boolean}}}]}
";

#[test]
fn an_alternative_that_is_made_of_the_whole_is_a_variant_of_it() {
    let emitted = portcullis::emit(&parse(DOCUMENT), &defaults("inheritance"));
    let files = emitted.files.unwrap();
    let find = |path: &str| text(files.iter().find(|file| file.path == path).unwrap());
    let pet = find("api/src/types/pet.rs");
    assert!(
        pet.contains("Cat(Cat)") && pet.contains("Dog(Dog)"),
        "{pet}"
    );
    // The discriminator chooses: a pet without anything of a cat's own would be a dog as well.
    assert!(
        pet.contains(r#""cat""#) && pet.contains(r#""kind""#),
        "{pet}"
    );
    let cat = find("api/src/types/cat.rs");
    for field in ["kind: String", "name: String", "lives: Option<i64>"] {
        assert!(cat.contains(field), "{field} is not in {cat}");
    }
}

/// Such a circle may lead through schemas in between, and through more than one schema with alternatives.
#[test]
fn no_circle_keeps_the_generator_busy() {
    for (from, to) in [
        (
            "Cat: {allOf: [{$ref: '#/components/schemas/Pet'}",
            "Feline: {allOf: [{$ref: '#/components/schemas/Pet'}], required: [paws]}\n    Cat: {allOf: [{$ref: '#/components/schemas/Feline'}",
        ),
        (
            "    Dog: {",
            "    Whelp: {oneOf: [{$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/Cat'}], properties: {age: {type: integer}}}\n    Dog: {description: d, ",
        ),
        (
            "{allOf: [{$ref: '#/components/schemas/Pet'}",
            "{allOf: [{$ref: '#/components/schemas/Pet'}, {$ref: '#/components/schemas/Pet'}",
        ),
        ("oneOf: [", "anyOf: ["),
        ("openapi: 3.1.0", "openapi: 3.0.3"),
        ("discriminator:", "x-not-one:"),
    ] {
        assert!(DOCUMENT.contains(from), "{from}");
        let document = DOCUMENT.replace(from, to);
        let emitted = portcullis::emit(&parse(&document), &defaults("inheritance"));
        assert!(emitted.files.is_some(), "{to}: {:?}", emitted.diagnostics);
    }
}
