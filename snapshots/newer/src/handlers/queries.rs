//! The operations of `queries`.

use api::queries::{
    ByPath, ByPathResponse, Cookies, CookiesResponse, Counted, CountedResponse, Filtered,
    FilteredResponse, FilteredWithKey, FilteredWithKeyResponse, Queries, Records, RecordsResponse,
    Selected, SelectedResponse,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Queries for App {
    async fn filtered(
        &self,
        caller: Caller,
        request: Filtered,
    ) -> Result<FilteredResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn filtered_with_key(
        &self,
        caller: Caller,
        request: FilteredWithKey,
    ) -> Result<FilteredWithKeyResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn selected(
        &self,
        caller: Caller,
        request: Selected,
    ) -> Result<SelectedResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn by_path(&self, caller: Caller, request: ByPath) -> Result<ByPathResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn cookies(&self, caller: Caller, request: Cookies) -> Result<CookiesResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn records(&self, caller: Caller, request: Records) -> Result<RecordsResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn counted(&self, caller: Caller, request: Counted) -> Result<CountedResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
