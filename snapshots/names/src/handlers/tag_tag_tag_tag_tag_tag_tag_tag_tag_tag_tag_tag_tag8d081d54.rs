//! The operations of `tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag
//! tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag
//! tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag tag
//! tag tag tag tag tag `.

use api::tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag8d081d54::{
    AnOperationWithAVeryLongNameOperationWithA03518b3d,
    AnOperationWithAVeryLongNameOperationWithA03518b3dResponse,
    AnOperationWithAVeryLongNameOperationWithAb36096c6,
    AnOperationWithAVeryLongNameOperationWithAb36096c6Response,
    TagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTc4c9876c,
};
use gate::{Caller, Problem};

use crate::app::App;

impl
    TagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTagTc4c9876c
    for App
{
    async fn an_operation_with_a_very_long_name_operation_with_ab36096c6(
        &self,
        caller: Caller,
        request: AnOperationWithAVeryLongNameOperationWithAb36096c6,
    ) -> Result<AnOperationWithAVeryLongNameOperationWithAb36096c6Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn an_operation_with_a_very_long_name_operation_with_a03518b3d(
        &self,
        caller: Caller,
        request: AnOperationWithAVeryLongNameOperationWithA03518b3d,
    ) -> Result<AnOperationWithAVeryLongNameOperationWithA03518b3dResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
