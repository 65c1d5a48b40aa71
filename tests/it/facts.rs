//! Facts are for ever: one stored example of every kind, as an older Front Desk wrote it, is read here.

use front_desk::rules::Fact;

/// Kind and body. A line is added with each new kind or field; none is ever changed.
pub(crate) const STORED: &[(&str, &str)] = &[
    (
        "VisitRegistered",
        r#"{"fact":"visit_registered","visit":"019aa4a2-7d80-7000-8000-000000000001","number":{"day":"2026-11-21","series":"V","n":1},"unit":"3-1-502","purpose":"family","companions":1,"by_card":true,"state":"inside","valid_until":1795264200000}"#,
    ),
    (
        "VisitRegistered",
        r#"{"fact":"visit_registered","visit":"019aa4a2-7d80-7000-8000-000000000001","number":{"day":"2026-11-21","series":"V","n":1},"unit":"3-1-502","purpose":"viewing","companions":0,"by_card":true,"state":"at_desk","valid_until":1795264200000,"notice":"2026-11","goods":"tools","guardian":true}"#,
    ),
    (
        "VisitBooked",
        r#"{"fact":"visit_booked","visit":"019aa4a2-7d80-7000-8000-000000000007","number":{"day":"2026-11-21","series":"Y","n":1},"unit":"3-1-502","purpose":"family","companions":1,"from":1795264200000,"to":1795267800000}"#,
    ),
    (
        "VisitArrived",
        r#"{"fact":"visit_arrived","visit":"019aa4a2-7d80-7000-8000-000000000007","number":{"day":"2026-11-21","series":"V","n":2},"valid_until":1795264200000,"by_card":false}"#,
    ),
    (
        "VisitArrived",
        r#"{"fact":"visit_arrived","visit":"019aa4a2-7d80-7000-8000-000000000007","number":{"day":"2026-11-21","series":"V","n":2},"valid_until":1795264200000,"by_card":true,"companions":2,"goods":"bulky","notice":"2026-11"}"#,
    ),
    (
        "VisitArrived",
        r#"{"fact":"visit_arrived","visit":"019aa4a2-7d80-7000-8000-000000000007","number":{"day":"2026-11-21","series":"V","n":2},"valid_until":1795264200000,"by_card":true,"notice":"2026-11","guardian":true}"#,
    ),
    (
        "VisitArrived",
        r#"{"fact":"visit_arrived","visit":"019aa4a2-7d80-7000-8000-000000000007","number":{"day":"2026-11-21","series":"V","n":2},"valid_until":1795264200000,"by_card":false,"notice":"2026-11","notice_text":"019aa4a2-7d80-8000-8000-000000000009"}"#,
    ),
    (
        "VisitRegistered",
        r#"{"fact":"visit_registered","visit":"019aa4a2-7d80-7000-8000-000000000001","number":{"day":"2026-11-21","series":"V","n":1},"unit":"3-1-502","purpose":"family","companions":0,"by_card":false,"state":"inside","valid_until":1795264200000,"notice":"2026-11","notice_text":"019aa4a2-7d80-8000-8000-000000000009"}"#,
    ),
    (
        "NoticeWorded",
        r#"{"fact":"notice_worded","notice":"019aa4a2-7d80-8000-8000-000000000009","version":"2026-11","lines":[["zh_CN",["登记会保存：姓名。"]],["en",["Kept: your name."]]]}"#,
    ),
    (
        "VisitMoved",
        r#"{"fact":"visit_moved","visit":"019aa4a2-7d80-7000-8000-000000000001","act":"refuse","reason":"not_now"}"#,
    ),
    ("VisitMoved", r#"{"fact":"visit_moved","visit":"019aa4a2-7d80-7000-8000-000000000007","act":"lapse"}"#),
    ("VisitMoved", r#"{"fact":"visit_moved","visit":"019aa4a2-7d80-7000-8000-000000000001","act":"leave"}"#),
    (
        "RequestLogged",
        r#"{"fact":"request_logged","request":"019aa4a2-7d80-7000-8000-000000000002","number":{"day":"2026-11-21","series":"R","n":1},"mark":"repair","channel":"kiosk","unit":"3-1-502","answer_by":1795428000000}"#,
    ),
    (
        "RequestMoved",
        r#"{"fact":"request_moved","request":"019aa4a2-7d80-7000-8000-000000000002","act":"strike_off"}"#,
    ),
    (
        "RequestLogged",
        r#"{"fact":"request_logged","request":"019aa4a2-7d80-7000-8000-000000000002","number":{"day":"2026-11-21","series":"R","n":2},"mark":"repair","channel":"kiosk","unit":"3-1-502","answer_by":null,"kind":"水","wished":"今天下午"}"#,
    ),
    (
        "RequestMoved",
        r#"{"fact":"request_moved","request":"019aa4a2-7d80-7000-8000-000000000002","act":"dispatch","department":"工程部"}"#,
    ),
    (
        "RequestPromised",
        r#"{"fact":"request_promised","request":"019aa4a2-7d80-7000-8000-000000000002","by":1795600800000,"reason":"等待配件"}"#,
    ),
    ("RequestUrged", r#"{"fact":"request_urged","request":"019aa4a2-7d80-7000-8000-000000000002"}"#),
    (
        "RequestRated",
        r#"{"fact":"request_rated","request":"019aa4a2-7d80-7000-8000-000000000002","speed":3,"quality":2,"manner":3}"#,
    ),
    (
        "RequestEscalated",
        r#"{"fact":"request_escalated","request":"019aa4a2-7d80-7000-8000-000000000002","to":"supervisor"}"#,
    ),
    (
        "HouseholdRecorded",
        r#"{"fact":"household_recorded","household":"019aa4a2-7d80-7000-8000-000000000004","unit":"3-1-502"}"#,
    ),
    (
        "NumberTaken",
        r#"{"fact":"number_taken","ticket":"019aa4a2-7d80-7000-8000-000000000003","number":{"day":"2026-11-21","series":"A","n":1},"service":"fees"}"#,
    ),
    (
        "NumberMoved",
        r#"{"fact":"number_moved","ticket":"019aa4a2-7d80-7000-8000-000000000003","act":{"call":{"counter":2}}}"#,
    ),
    (
        "NumberMoved",
        r#"{"fact":"number_moved","ticket":"019aa4a2-7d80-7000-8000-000000000003","act":"finish"}"#,
    ),
    (
        "HelpCalled",
        r#"{"fact":"help_called","help":"019aa4a2-7d80-7000-8000-000000000004","kind":"staff","place":"大堂一号机"}"#,
    ),
    (
        "HelpCalled",
        r#"{"fact":"help_called","help":"019aa4a2-7d80-7000-8000-000000000005","kind":"emergency","place":"大堂一号机"}"#,
    ),
    (
        "HelpAnswered",
        r#"{"fact":"help_answered","help":"019aa4a2-7d80-7000-8000-000000000004","post":{"counter":2}}"#,
    ),
    (
        "HelpAnswered",
        r#"{"fact":"help_answered","help":"019aa4a2-7d80-7000-8000-000000000005","post":"guard"}"#,
    ),
    (
        "SlipReprinted",
        r#"{"fact":"slip_reprinted","slip":"019aa4a2-7d80-7000-8000-000000000004","kind":"receipt","entity":"019aa4a2-7d80-7000-8000-000000000002","number":"R20261121-001","reason":"not_out"}"#,
    ),
    (
        "SlipVoided",
        r#"{"fact":"slip_voided","slip":"019aa4a2-7d80-7000-8000-000000000004","kind":"pass","entity":"019aa4a2-7d80-7000-8000-000000000001","number":"V001","reason":"not_needed"}"#,
    ),
    (
        "PersonErased",
        r#"{"fact":"person_erased","entity":"019aa4a2-7d80-7000-8000-000000000001","reason":"asked"}"#,
    ),
];

/// The name of a kind; the compiler asks for a line here, and then for one above, when a kind is added.
fn kind(fact: &Fact) -> &'static str {
    match fact {
        Fact::VisitRegistered { .. } => "VisitRegistered",
        Fact::VisitBooked { .. } => "VisitBooked",
        Fact::VisitArrived { .. } => "VisitArrived",
        Fact::NoticeWorded { .. } => "NoticeWorded",
        Fact::VisitMoved { .. } => "VisitMoved",
        Fact::RequestLogged { .. } => "RequestLogged",
        Fact::RequestMoved { .. } => "RequestMoved",
        Fact::RequestPromised { .. } => "RequestPromised",
        Fact::RequestUrged { .. } => "RequestUrged",
        Fact::RequestRated { .. } => "RequestRated",
        Fact::RequestEscalated { .. } => "RequestEscalated",
        Fact::HouseholdRecorded { .. } => "HouseholdRecorded",
        Fact::NumberTaken { .. } => "NumberTaken",
        Fact::NumberMoved { .. } => "NumberMoved",
        Fact::HelpCalled { .. } => "HelpCalled",
        Fact::HelpAnswered { .. } => "HelpAnswered",
        Fact::SlipReprinted { .. } => "SlipReprinted",
        Fact::SlipVoided { .. } => "SlipVoided",
        Fact::PersonErased { .. } => "PersonErased",
    }
}

#[test]
fn every_stored_fact_reads_and_writes_the_same() {
    for (name, body) in STORED {
        let fact: Fact = serde_json::from_str(body).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(kind(&fact), *name);
        assert_eq!(serde_json::to_string(&fact).unwrap(), *body);
    }
}
