//! The pages, opened headless: each opens, can be read, reached and touched, in all its languages.

mod faces;
mod jobs;
mod words;
