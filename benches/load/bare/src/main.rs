//! The same two routes with the same bodies over bare axum: no credentials, no limits, no checks, no log.

use std::io;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
struct Hold {
    number: i64,
    volume: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    cooled: Option<bool>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
enum Flag {
    No,
    Nz,
    Pt,
}

#[derive(Deserialize, Serialize)]
struct Vessel {
    imo: String,
    name: String,
    flag: Flag,
    length: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    built: Option<i64>,
    holds: Vec<Hold>,
}

async fn get_vessel(Path(imo): Path<String>) -> Json<Vessel> {
    let hold = |number| Hold {
        number,
        volume: 1250.5,
        cooled: Some(false),
    };
    Json(Vessel {
        imo,
        name: "Northern Light".to_owned(),
        flag: Flag::No,
        length: 84.5,
        built: Some(1998),
        holds: (1..=3).map(hold).collect(),
    })
}

async fn add_vessel(Json(vessel): Json<Vessel>) -> (StatusCode, Json<Vessel>) {
    (StatusCode::CREATED, Json(vessel))
}

fn main() -> io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_default();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address).await?;
        let routes = Router::new()
            .route("/v1/vessels/{imo}", get(get_vessel))
            .route("/v1/vessels", post(add_vessel));
        axum::serve(listener, routes).await
    })
}
