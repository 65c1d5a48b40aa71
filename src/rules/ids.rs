//! Ids of records: UUIDv7, so that they sort by time and can be made on any station without asking another. (A text has one
//! that is made of its words.)

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The 16 bytes as they stand in the database.
            pub fn bytes(&self) -> [u8; 16] {
                *self.0.as_bytes()
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    };
}

id!(
    /// One visit of one person (with companions) to one unit.
    VisitId
);
id!(
    /// One entry of the request register (R4 to R8 of the manuals: one book under many names).
    RequestId
);
id!(
    /// One queue number that was taken.
    TicketId
);
id!(
    /// One call for help.
    HelpId
);
id!(
    /// One household of the estate's own list.
    HouseholdId
);
id!(
    /// The words of one notice before a visit; made of the words, so that the same are the same on every station.
    NoticeId
);
id!(
    /// One slip in the outbox.
    SlipId
);
