//! The operations of `methods`.

use api::methods::{
    Discover, DiscoverResponse, GetCache, GetCacheResponse, Methods, PurgeCacheName,
    PurgeCacheNameResponse, SearchCache, SearchCacheResponse,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Methods for App {
    async fn get_cache(
        &self,
        caller: Caller,
        request: GetCache,
    ) -> Result<GetCacheResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn search_cache(
        &self,
        caller: Caller,
        request: SearchCache,
    ) -> Result<SearchCacheResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn purge_cache_name(
        &self,
        caller: Caller,
        request: PurgeCacheName,
    ) -> Result<PurgeCacheNameResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn discover(
        &self,
        caller: Caller,
        request: Discover,
    ) -> Result<DiscoverResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
