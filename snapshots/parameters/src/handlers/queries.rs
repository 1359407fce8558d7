//! The operations of `queries`.

use api::queries::{Queries, ReadHeaders, ReadHeadersResponse, Search, SearchResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl Queries for App {
    async fn search(&self, caller: Caller, request: Search) -> Result<SearchResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn read_headers(
        &self,
        caller: Caller,
        request: ReadHeaders,
    ) -> Result<ReadHeadersResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
