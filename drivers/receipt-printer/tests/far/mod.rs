//! The talk between a client under test and the side that holds the printer: the client's line that begins with `@`
//! asks, one line answers. Everything else the client says is shown.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// One question at a time, whichever thread asks.
static ASKING: Mutex<()> = Mutex::new(());

/// Client: asks for something and waits for the answer.
pub(crate) fn say(line: &str) -> String {
    let _one = ASKING.lock().unwrap_or_else(PoisonError::into_inner);
    println!("@{line}");
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).expect("the far side answers");
    answer.trim_end().to_owned()
}

/// Client: asks for what must succeed.
pub(crate) fn order(line: &str) {
    let answer = say(line);
    assert!(!answer.starts_with("no"), "{line}: {answer}");
}

/// Bed: runs the client to its end, answering its questions; a client that takes longer than `most` is stopped.
pub(crate) fn serve(
    mut client: Command,
    most: Duration,
    mut obey: impl FnMut(&str) -> String,
) -> io::Result<ExitStatus> {
    let mut child = client.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let (mut to, from) = (child.stdin.take(), child.stdout.take());
    let child = Arc::new(Mutex::new(child));
    let watched = child.clone();
    let (done, waiting) = sync_channel::<()>(0);
    let watchdog = std::thread::spawn(move || {
        if waiting.recv_timeout(most) == Err(RecvTimeoutError::Timeout) {
            println!("    the client took longer than {most:?} and is stopped");
            let _ended = locked(&watched).kill();
        }
    });
    for line in BufReader::new(from.ok_or(io::ErrorKind::BrokenPipe)?).lines() {
        let line = line?;
        match (line.strip_prefix('@'), &mut to) {
            (Some(question), Some(to)) => {
                let answer = obey(question);
                // A client that ended meanwhile says so with its exit code.
                let _gone = writeln!(to, "{answer}");
            }
            _ => println!("    {line}"),
        }
    }
    drop(done);
    let _joined = watchdog.join();
    locked(&child).wait()
}

fn locked(child: &Mutex<Child>) -> std::sync::MutexGuard<'_, Child> {
    child.lock().unwrap_or_else(PoisonError::into_inner)
}
