//! The handlers, one module for each tag of the contract.

mod api2;
mod app;
mod clash;
mod clash_response;
mod clash_table;
mod contract2;
mod fields;
mod gate2;
mod gen_;
mod gruf6udfe;
mod lib2;
mod mock2;
mod n3d_models;
mod operations;
mod option;
mod option2;
mod problem;
mod routes;
mod self2;
mod self_;
mod sign;
mod slash;
mod tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_tag_;
mod type_;
mod types2;
mod u65e5u672cu8a9e;
