//! The operations of `words`.

use api::words::{GetTagged10, GetTagged10Response, SendWords, SendWordsResponse, Words};
use gate::{Caller, Problem};

use crate::app::App;

impl Words for App {
    async fn send_words(
        &self,
        caller: Caller,
        request: SendWords,
    ) -> Result<SendWordsResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_tagged_10(
        &self,
        caller: Caller,
        request: GetTagged10,
    ) -> Result<GetTagged10Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
