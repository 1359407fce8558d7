//! The operations of `accounts`.

use api::accounts::{Accounts, AddNote, AddNoteResponse, OpenAccount, OpenAccountResponse};
use gate::{Caller, Problem};

use crate::app::App;

impl Accounts for App {
    async fn open_account(
        &self,
        caller: Caller,
        request: OpenAccount,
    ) -> Result<OpenAccountResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn add_note(&self, caller: Caller, request: AddNote) -> Result<AddNoteResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
