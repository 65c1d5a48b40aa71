//! The crate from outside: slips on virtual paper, a printer in trouble, any bytes and any text.

#[cfg(test)]
mod any;
#[cfg(test)]
mod job;
#[cfg(test)]
mod network;
#[cfg(test)]
mod paper;
#[cfg(test)]
mod profiles;
#[cfg(test)]
mod reach;
#[cfg(test)]
mod reports;
#[cfg(test)]
mod samples;
#[cfg(test)]
#[cfg(unix)]
mod serial;
#[cfg(test)]
mod trouble;
