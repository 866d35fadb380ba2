//! merchant-api
