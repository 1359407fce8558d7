//! One document with every kind of object in it, for fields to be added to.

use serde_json::{Value, json};

/// A document that has every kind of object.
pub fn document() -> Value {
    let animal = |kind: &str| {
        json!({ "type": "object", "required": ["kind", "sort"], "xml": {}, "properties": {
            "kind": { "type": "string", "enum": [kind] }, "sort": { "type": "string", "enum": [kind] } } })
    };
    let form = json!({ "type": "object", "properties": {
        "a": { "type": "array", "items": { "type": "string" } }, "b": { "type": "array", "items": { "type": "string" } } } });
    json!({
        "openapi": "3.2.0",
        "info": { "title": "T", "version": "1.0.0", "contact": {}, "license": { "name": "MIT" } },
        "servers": [{ "url": "/{stage}", "variables": { "stage": { "default": "v1" } } }],
        "tags": [{ "name": "things" }],
        "externalDocs": { "url": "https://example.com" },
        "paths": { "/a/{p}": {
            "parameters": [{ "name": "p", "in": "path", "required": true, "schema": { "type": "string" } }],
            "post": {
                "operationId": "send", "tags": ["things"],
                "parameters": [
                    { "name": "q", "in": "query", "schema": { "type": "array", "items": { "type": "string" } } },
                    { "name": "h", "in": "header", "schema": { "type": "array", "items": { "type": "string" } } },
                    { "name": "c", "in": "cookie", "schema": { "type": "array", "items": { "type": "string" } } },
                    { "name": "n", "in": "query", "schema": { "type": "integer" } },
                ],
                "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Animal" } } } },
                "responses": { "404": { "$ref": "#/components/responses/None" }, "200": { "description": "d",
                    "headers": { "X-A": { "description": "d" } },
                    "content": { "application/json": { "schema": { "type": "object", "properties": { "a": { "type": "string" } } } } } } },
            },
            "put": {
                "operationId": "change", "tags": ["things"],
                "security": [{ "used": [] }, { "bearer": [] }, { "open": [] }, { "oauth": ["all"] }],
                "callbacks": { "later": {} },
                "requestBody": { "content": { "multipart/form-data": { "schema": form, "encoding": { "b": {} } } } },
                "responses": { "200": { "description": "d", "links": { "next": { "operationId": "send" } },
                    "content": { "application/json": { "schema": { "type": "object", "properties": { "a": { "type": "string" } } },
                        "examples": { "one": { "$ref": "#/components/examples/One" } } } } } },
            },
            "patch": {
                "operationId": "adapt", "tags": ["things"],
                "requestBody": { "content": { "application/x-www-form-urlencoded": { "schema": form, "encoding": { "a": {} } } } },
                "responses": { "204": { "description": "d" } },
            },
        } },
        "components": {
            "responses": { "None": { "description": "None" } },
            "examples": { "One": { "value": { "a": "b" } } },
            "pathItems": { "Shared": { "get": { "responses": { "204": { "description": "d" } } } } },
            "securitySchemes": {
                "key": { "type": "apiKey", "in": "header", "name": "x-key" },
                "used": { "type": "apiKey", "in": "header", "name": "x-used" },
                "bearer": { "type": "http", "scheme": "bearer" },
                "open": { "type": "openIdConnect", "openIdConnectUrl": "https://example.com" },
                "oauth": { "type": "oauth2", "flows": { "clientCredentials": { "tokenUrl": "https://example.com", "scopes": { "all": "All" } } } },
            },
            "schemas": {
                "Animal": { "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
                    "discriminator": { "propertyName": "kind" } },
                "Cat": animal("Cat"),
                "Dog": animal("Dog"),
            },
        },
    })
}
