//! What the emitted crate `api` looks like to the service: types, a trait, one table.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use gate::{
    BodyRule, Call, Caller, Contract, Dispatch, Ids, KeyLocation, Limits, Media, MediaKind,
    ObjectIds, Pending, Problem, Rate, Reply, Requirement, Rule, Scheme, SchemeKind, StatusCode,
    StepUp, Violation,
};
use serde::{Deserialize, Serialize};

/// The contract as data.
pub static CONTRACT: Contract = Contract {
    title: "Harbor",
    version: "1.0.0",
    operations: &[
        gate::Operation {
            id: "listVessels",
            method: "GET",
            path: "/v1/vessels",
            security: &[&[Requirement {
                scheme: "bearerAuth",
                scopes: &["vessels:read"],
            }]],
            body: BodyRule::None,
            produces: &["application/json"],
            limits: Limits::DEFAULT,
            notices: &[],
            step_up: StepUp::None,
        },
        gate::Operation {
            id: "addVessel",
            method: "POST",
            path: "/v1/vessels",
            security: &[
                &[Requirement {
                    scheme: "bearerAuth",
                    scopes: &["vessels:write"],
                }],
                &[Requirement {
                    scheme: "partnerKey",
                    scopes: &[],
                }],
                &[Requirement {
                    scheme: "stationKey",
                    scopes: &["vessels:write"],
                }],
                &[Requirement {
                    scheme: "crew",
                    scopes: &[],
                }],
            ],
            body: BodyRule::Required(&[Media {
                media_type: "application/json",
                kind: MediaKind::Json,
            }]),
            produces: &["application/json"],
            limits: Limits {
                rate: Some(Rate::new(30, Duration::from_mins(1))),
                ..Limits::DEFAULT
            },
            notices: &[],
            step_up: StepUp::None,
        },
        gate::Operation {
            id: "getVessel",
            method: "GET",
            path: "/v1/vessels/{imo}",
            security: &[&[Requirement {
                scheme: "bearerAuth",
                scopes: &["vessels:read"],
            }]],
            body: BodyRule::None,
            produces: &["application/json"],
            limits: Limits::DEFAULT,
            notices: &[],
            step_up: StepUp::None,
        },
    ],
    schemes: &[
        Scheme {
            name: "bearerAuth",
            setting: "bearer_auth",
            kind: SchemeKind::Bearer,
        },
        Scheme {
            name: "partnerKey",
            setting: "partner_key",
            kind: SchemeKind::ApiKey {
                location: KeyLocation::Header,
                name: "x-partner-key",
            },
        },
        Scheme {
            name: "stationKey",
            setting: "station_key",
            kind: SchemeKind::ApiKey {
                location: KeyLocation::Header,
                name: "x-station-key",
            },
        },
        Scheme {
            name: "crew",
            setting: "crew",
            kind: SchemeKind::Basic,
        },
    ],
    base_path: "/v1",
    request_headers: &[],
    document: r#"{"openapi":"3.1.0","info":{"title":"Harbor","version":"1.0.0"},"paths":{}}"#,
};

/// Every operation, for rules that the compiler keeps complete.
#[derive(Clone, Copy, Debug)]
pub enum Operation {
    ListVessels,
    AddVessel,
    GetVessel(Ids<GetVesselIds>),
}

impl Operation {
    /// One rule for each operation, in the order of [`CONTRACT`].
    pub fn rules(rule: impl Fn(Self) -> Rule) -> Vec<Rule> {
        [
            Self::ListVessels,
            Self::AddVessel,
            Self::GetVessel(Ids::NEW),
        ]
        .into_iter()
        .map(rule)
        .collect()
    }
}

/// What `get_vessel` is about.
pub struct GetVesselIds {
    pub imo: String,
}

impl ObjectIds for GetVesselIds {
    fn decode(call: &Call) -> Result<Self, Problem> {
        let imo = call.path_value("imo").unwrap_or_default().to_owned();
        if imo.bytes().all(|digit| digit.is_ascii_digit()) {
            Ok(Self { imo })
        } else {
            let violation = Violation::new("/path/imo", "must be digits");
            Err(Problem::unreadable("this is no number", vec![violation]))
        }
    }
}

/// A ship.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Vessel {
    pub imo: String,
    pub name: String,
}

/// `GET /v1/vessels`
pub struct ListVessels {
    pub limit: usize,
}

/// `POST /v1/vessels`
pub struct AddVessel {
    pub body: Vessel,
}

/// `GET /v1/vessels/{imo}`
pub struct GetVessel {
    pub imo: String,
}

/// The answers of `GET /v1/vessels/{imo}`.
pub enum GetVesselResponse {
    Found(Vessel),
    NotFound,
}

/// What the service implements, with plain `async fn`s.
pub trait Vessels: Send + Sync + 'static {
    fn list_vessels(
        &self,
        caller: Caller,
        request: ListVessels,
    ) -> impl Future<Output = Result<Vec<Vessel>, Problem>> + Send;

    fn add_vessel(
        &self,
        caller: Caller,
        request: AddVessel,
    ) -> impl Future<Output = Result<Vessel, Problem>> + Send;

    fn get_vessel(
        &self,
        caller: Caller,
        request: GetVessel,
    ) -> impl Future<Output = Result<GetVesselResponse, Problem>> + Send;
}

type Answer<T> = Pin<Box<dyn Future<Output = Result<T, Problem>> + Send>>;

/// [`Vessels`] behind a trait object, which is what the table holds.
trait Api: Send + Sync {
    fn list_vessels(self: Arc<Self>, caller: Caller, request: ListVessels) -> Answer<Vec<Vessel>>;
    fn add_vessel(self: Arc<Self>, caller: Caller, request: AddVessel) -> Answer<Vessel>;
    fn get_vessel(self: Arc<Self>, caller: Caller, request: GetVessel)
    -> Answer<GetVesselResponse>;
}

impl<T: Vessels> Api for T {
    fn list_vessels(self: Arc<Self>, caller: Caller, request: ListVessels) -> Answer<Vec<Vessel>> {
        Box::pin(async move { Vessels::list_vessels(&*self, caller, request).await })
    }

    fn add_vessel(self: Arc<Self>, caller: Caller, request: AddVessel) -> Answer<Vessel> {
        Box::pin(async move { Vessels::add_vessel(&*self, caller, request).await })
    }

    fn get_vessel(
        self: Arc<Self>,
        caller: Caller,
        request: GetVessel,
    ) -> Answer<GetVesselResponse> {
        Box::pin(async move { Vessels::get_vessel(&*self, caller, request).await })
    }
}

/// The contract with handlers behind it.
pub struct Routes(Arc<dyn Api>);

impl Routes {
    /// Puts a service behind the contract.
    pub fn new(service: Arc<impl Vessels>) -> Self {
        Self(service)
    }
}

type Handler = fn(Arc<dyn Api>, Call) -> Pending;

const HANDLERS: &[Handler] = &[list_vessels, add_vessel, get_vessel];

impl Dispatch for Routes {
    fn contract(&self) -> &'static Contract {
        &CONTRACT
    }

    fn call(&self, operation: usize, call: Call) -> Pending {
        match HANDLERS.get(operation) {
            Some(handler) => handler(Arc::clone(&self.0), call),
            None => Box::pin(async { Err(Problem::not_implemented()) }),
        }
    }
}

fn list_vessels(api: Arc<dyn Api>, call: Call) -> Pending {
    Box::pin(async move {
        let vessels = api
            .list_vessels(call.into_caller(), ListVessels { limit: 100 })
            .await?;
        Reply::json(StatusCode::OK, "application/json", &vessels)
    })
}

fn add_vessel(api: Arc<dyn Api>, call: Call) -> Pending {
    Box::pin(async move {
        let body = serde_json::from_slice(call.bytes())
            .map_err(|_| Problem::unreadable("this is no vessel", Vec::new()))?;
        let vessel = api
            .add_vessel(call.into_caller(), AddVessel { body })
            .await?;
        Reply::json(StatusCode::CREATED, "application/json", &vessel)
    })
}

fn get_vessel(api: Arc<dyn Api>, call: Call) -> Pending {
    Box::pin(async move {
        let imo = call.path_value("imo").unwrap_or_default().to_owned();
        match api
            .get_vessel(call.into_caller(), GetVessel { imo })
            .await?
        {
            GetVesselResponse::Found(vessel) => {
                Reply::json(StatusCode::OK, "application/json", &vessel)
            }
            GetVesselResponse::NotFound => Ok(Reply::empty(StatusCode::NOT_FOUND)),
        }
    })
}
