//! The operations of `paths`.

use api::paths::{
    CancelJob, CancelJobResponse, DeleteItem, DeleteItemResponse, GetFile, GetFileResponse,
    GetItem, GetItemHistory, GetItemHistoryResponse, GetItemResponse, GetLatest, GetLatestResponse,
    GetLists, GetListsResponse, GetReport, GetReportResponse, GetStatus, GetStatusResponse, Paths,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Paths for App {
    async fn get_item(&self, caller: Caller, request: GetItem) -> Result<GetItemResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn delete_item(
        &self,
        caller: Caller,
        request: DeleteItem,
    ) -> Result<DeleteItemResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_item_history(
        &self,
        caller: Caller,
        request: GetItemHistory,
    ) -> Result<GetItemHistoryResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_latest(
        &self,
        caller: Caller,
        request: GetLatest,
    ) -> Result<GetLatestResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_file(&self, caller: Caller, request: GetFile) -> Result<GetFileResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_report(
        &self,
        caller: Caller,
        request: GetReport,
    ) -> Result<GetReportResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn cancel_job(
        &self,
        caller: Caller,
        request: CancelJob,
    ) -> Result<CancelJobResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_status(
        &self,
        caller: Caller,
        request: GetStatus,
    ) -> Result<GetStatusResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_lists(
        &self,
        caller: Caller,
        request: GetLists,
    ) -> Result<GetListsResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
