//! The operations of `tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag
//! tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag
//! tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag
//! tag tag tag tag tag `.

use api::tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_::{
    AnOperationWithAVeryLongNameOperationWithAVeryLongNameOperationWithAVeryLongNa,
    AnOperationWithAVeryLongNameOperationWithAVeryLongNameOperationWithAVeryLongNa2,
    AnOperationWithAVeryLongNameOperationWithAVeryLongNameOperationWithAVeryLongNa2Response,
    AnOperationWithAVeryLongNameOperationWithAVeryLongNameOperationWithAVeryLongNaResponse,
    TagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTag,
};
use gate::{Caller, Problem};

use crate::app::App;

impl
    TagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTag
    for App
{
    async fn an_operation_with_a_very_long_name_operation_with_a_very_long_name_operation_with_a_very_long_na(
        &self,
        caller: Caller,
        request: AnOperationWithAVeryLongNameOperationWithAVeryLongNameOperationWithAVeryLongNa,
    ) -> Result<
        AnOperationWithAVeryLongNameOperationWithAVeryLongNameOperationWithAVeryLongNaResponse,
        Problem,
    > {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn an_operation_with_a_very_long_name_operation_with_a_very_long_name_operation_with_a_very_long_na2(
        &self,
        caller: Caller,
        request: AnOperationWithAVeryLongNameOperationWithAVeryLongNameOperationWithAVeryLongNa2,
    ) -> Result<
        AnOperationWithAVeryLongNameOperationWithAVeryLongNameOperationWithAVeryLongNa2Response,
        Problem,
    > {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
