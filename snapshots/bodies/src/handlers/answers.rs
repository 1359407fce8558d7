//! What is answered.

use api::answers::{
    Answers, GetEvents, GetEventsResponse, GetLines, GetLinesResponse, GetPicture,
    GetPictureResponse, GetReport, GetReportResponse,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Answers for App {
    async fn get_report(
        &self,
        caller: Caller,
        request: GetReport,
    ) -> Result<GetReportResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_events(
        &self,
        caller: Caller,
        request: GetEvents,
    ) -> Result<GetEventsResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_lines(
        &self,
        caller: Caller,
        request: GetLines,
    ) -> Result<GetLinesResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_picture(
        &self,
        caller: Caller,
        request: GetPicture,
    ) -> Result<GetPictureResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
