//! The operations of `callers`.

use api::callers::{
    Callers, GetAny, GetAnyResponse, GetBoth, GetBothResponse, GetCookieKey, GetCookieKeyResponse,
    GetHeaderKey, GetHeaderKeyResponse, GetOpenId, GetOpenIdResponse, GetOptional,
    GetOptionalResponse, GetPublic, GetPublicResponse, GetQueryKey, GetQueryKeyResponse, GetScopes,
    GetScopesResponse, GetToken, GetTokenResponse, GetTwoKeys, GetTwoKeysResponse, GetUser,
    GetUserResponse,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Callers for App {
    async fn get_public(
        &self,
        caller: Caller,
        request: GetPublic,
    ) -> Result<GetPublicResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_token(
        &self,
        caller: Caller,
        request: GetToken,
    ) -> Result<GetTokenResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_header_key(
        &self,
        caller: Caller,
        request: GetHeaderKey,
    ) -> Result<GetHeaderKeyResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_query_key(
        &self,
        caller: Caller,
        request: GetQueryKey,
    ) -> Result<GetQueryKeyResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_cookie_key(
        &self,
        caller: Caller,
        request: GetCookieKey,
    ) -> Result<GetCookieKeyResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_user(&self, caller: Caller, request: GetUser) -> Result<GetUserResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_both(&self, caller: Caller, request: GetBoth) -> Result<GetBothResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_any(&self, caller: Caller, request: GetAny) -> Result<GetAnyResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_two_keys(
        &self,
        caller: Caller,
        request: GetTwoKeys,
    ) -> Result<GetTwoKeysResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_optional(
        &self,
        caller: Caller,
        request: GetOptional,
    ) -> Result<GetOptionalResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_scopes(
        &self,
        caller: Caller,
        request: GetScopes,
    ) -> Result<GetScopesResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_open_id(
        &self,
        caller: Caller,
        request: GetOpenId,
    ) -> Result<GetOpenIdResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
