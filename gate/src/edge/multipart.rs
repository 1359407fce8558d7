//! Multipart bodies: bytes flow in, parts flow out, files on the disk as soon as they are large.

use std::io;
use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use multer::{Constraints, Field, Multipart, SizeLimit};
use tempfile::NamedTempFile;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use super::negotiate;
use super::watch::{Late, Timed};
use crate::part::{Content, FilePart, IN_MEMORY, Part, PartContent, PartRule, Place};
use crate::problem::Problem;

/// What a multipart body may cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    /// All of it, in bytes.
    pub(crate) total: u64,
    /// What is not a file, in bytes: that stays in memory.
    pub(crate) memory: u64,
    /// How many parts there may be.
    pub(crate) parts: usize,
    /// How long it may take to arrive.
    pub(crate) time: Duration,
}

/// RFC 2046, section 5.1.1: a boundary has at most 70 characters.
const LONGEST_BOUNDARY: usize = 70;

/// Reads every part.
///
/// # Errors
/// 400 for what is not multipart, 413 for too much of it, 408 for too slow, and an internal problem when a large file
/// cannot be put aside.
pub(crate) async fn read(
    body: Body,
    headers: &HeaderMap,
    rules: &'static [PartRule],
    budget: Budget,
) -> Result<Vec<Part>, Problem> {
    let boundary = negotiate::boundary(headers)
        .filter(|boundary| !boundary.is_empty() && boundary.len() <= LONGEST_BOUNDARY)
        .ok_or_else(|| unreadable("the multipart body names no boundary"))?;
    let reading = std::pin::pin!(gather(body, boundary, rules, budget));
    match Timed::new(reading, budget.time).await {
        Ok(parts) => parts,
        Err(Late) => Err(Problem::request_timeout()),
    }
}

async fn gather(
    body: Body,
    boundary: &str,
    rules: &'static [PartRule],
    budget: Budget,
) -> Result<Vec<Part>, Problem> {
    let sizes = SizeLimit::new().whole_stream(budget.total);
    let constraints = Constraints::new().size_limit(sizes);
    let mut multipart = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);
    let mut memory = budget.memory;
    let mut parts = Vec::new();
    while let Some(field) = multipart
        .next_field()
        .await
        .map_err(|error| refused(&error, budget.total))?
    {
        if parts.len() == budget.parts {
            return Err(unreadable("the body has too many parts"));
        }
        let Some(name) = field.name().map(str::to_owned) else {
            return Err(unreadable("a part of the body has no name"));
        };
        let rule = rules.iter().find(|rule| rule.name == name);
        let is_file = match rule {
            Some(rule) => rule.content == PartContent::File,
            None => field.file_name().is_some(),
        };
        let media_type = essence(&field);
        let content = if is_file {
            Content::File(file(field, budget.total).await?)
        } else {
            Content::Text(text(field, &mut memory, budget).await?)
        };
        parts.push(Part {
            name,
            media_type,
            content,
        });
    }
    Ok(parts)
}

/// The media type of a part; without one, RFC 7578, section 4.4 says text, and a file is bytes.
fn essence(field: &Field<'_>) -> String {
    match field.content_type() {
        Some(media_type) => media_type.essence_str().to_ascii_lowercase(),
        None if field.file_name().is_some() => "application/octet-stream".to_owned(),
        None => "text/plain".to_owned(),
    }
}

async fn text(mut field: Field<'_>, memory: &mut u64, budget: Budget) -> Result<Bytes, Problem> {
    let mut text = BytesMut::new();
    while let Some(chunk) = chunk(&mut field, budget.total).await? {
        *memory = memory
            .checked_sub(length(&chunk))
            .ok_or_else(|| Problem::content_too_large(budget.memory))?;
        text.extend_from_slice(&chunk);
    }
    Ok(text.freeze())
}

async fn file(mut field: Field<'_>, total: u64) -> Result<FilePart, Problem> {
    let file_name = field.file_name().map(str::to_owned);
    let media_type = field.content_type().map(ToString::to_string);
    let mut start = BytesMut::new();
    while let Some(chunk) = chunk(&mut field, total).await? {
        start.extend_from_slice(&chunk);
        if start.len() > IN_MEMORY {
            let (length, path) = spool(field, &start, total).await?;
            return Ok(FilePart::new(file_name, media_type, length, path));
        }
    }
    let bytes = start.freeze();
    let length = length(&bytes);
    Ok(FilePart::new(
        file_name,
        media_type,
        length,
        Place::Memory(bytes),
    ))
}

/// Puts a file aside: what was read, and all that follows.
async fn spool(mut field: Field<'_>, start: &[u8], total: u64) -> Result<(u64, Place), Problem> {
    let (file, path) = tokio::task::spawn_blocking(NamedTempFile::new)
        .await
        .map_err(Problem::internal)?
        .map_err(Problem::internal)?
        .into_parts();
    let mut file = File::from_std(file);
    let mut written = length(start);
    put(&mut file, start).await?;
    while let Some(chunk) = chunk(&mut field, total).await? {
        written = written.saturating_add(length(&chunk));
        put(&mut file, &chunk).await?;
    }
    file.flush().await.map_err(Problem::internal)?;
    Ok((written, Place::Disk(path)))
}

async fn put(file: &mut File, bytes: &[u8]) -> Result<(), Problem> {
    file.write_all(bytes)
        .await
        .map_err(|error: io::Error| Problem::internal(error))
}

async fn chunk(field: &mut Field<'_>, total: u64) -> Result<Option<Bytes>, Problem> {
    field.chunk().await.map_err(|error| refused(&error, total))
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

fn refused(error: &multer::Error, total: u64) -> Problem {
    match error {
        multer::Error::StreamSizeExceeded { .. } => Problem::content_too_large(total),
        multer::Error::StreamReadFailed(_) | multer::Error::IncompleteStream => {
            unreadable("the body broke off")
        }
        _ => unreadable("the multipart body cannot be read"),
    }
}

fn unreadable(detail: &'static str) -> Problem {
    Problem::unreadable(detail, Vec::new())
}
