//! The probe of existence (I12) before a real server process: bytes as they come over a socket, what
//! the figures count, and how long answers take. Times are printed and never judged.

use crate::program::Server;
use app::ports::store::{EntranceWrite, Write};
use domain::words::Secret;
use jiff::SignedDuration;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};
use testkit::World;
use testkit::probe::{
    Ask, Heard, Outsider, Route, Scene, Target, Weight, alike, may_hear, questions, scene,
};

/// A server with a scene in its database.
struct Stage {
    _server: Server,
    _folder: tempfile::TempDir,
    host: String,
    metrics: String,
    scene: Scene,
    /// Reporters of cases of their own.
    reporters: Vec<Secret>,
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let policy = folder.path().join("policy");
        std::fs::create_dir(&data).unwrap();
        for (path, bytes) in testkit::files() {
            let path = policy.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        let url = format!("sqlite:{}", data.join("vulnerary.db").display());
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (scene, reporters) = runtime.block_on(async {
            let mut world = World::at(&url, 31).await;
            // A week goes by in the scene, and what it leaves must still hold when the server starts.
            let days = SignedDuration::from_hours(24 * 9);
            world.now = outside::now().checked_sub(days).unwrap();
            let scene = scene(&mut world).await;
            // Their sessions were used when the server starts, so that none has ended for want of use.
            for session in scene.outsiders.iter().filter_map(|who| who.session.as_ref()) {
                let used = EntranceWrite::SessionUsed(session.digest(), outside::now());
                world.truth().commit(vec![Write::Entrance(used)]).await.ok();
            }
            let mut reporters = Vec::new();
            for number in 0..40 {
                let draft = testkit::draft(&format!("of reporter {number}"));
                reporters.push(world.report(&draft).await.unwrap().1);
            }
            world.database().close().await;
            std::fs::write(data.join("master.key"), testkit::master(1)).unwrap();
            (scene, reporters)
        });
        let metrics = format!("127.0.0.1:{}", free_port());
        let (data, policy) = (data.display().to_string(), policy.display().to_string());
        let server = Server::start(&[
            "--data",
            &data,
            "--policy",
            &policy,
            "--metrics",
            &metrics,
            "--trusted-proxy",
            "127.0.0.1",
        ]);
        let host = server.url.trim_start_matches("http://").to_owned();
        Self { _server: server, _folder: folder, host, metrics, scene, reporters }
    }
}

/// A connection that is used again and again.
struct Client {
    host: String,
    stream: BufReader<TcpStream>,
    /// Whom the proxy speaks for.
    source: String,
}

fn connect(host: &str) -> BufReader<TcpStream> {
    let stream = TcpStream::connect(host).unwrap();
    stream.set_nodelay(true).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    BufReader::new(stream)
}

impl Client {
    fn new(host: &str, source: &str) -> Self {
        Self { host: host.to_owned(), stream: connect(host), source: source.to_owned() }
    }

    /// Ask; how long it took until the whole answer was there.
    fn ask(&mut self, ask: &Ask) -> (Heard, Duration) {
        let body = ask.body.clone().unwrap_or_default();
        let mut head = format!("{} {} HTTP/1.1\r\nhost: {}\r\n", ask.method, ask.path, self.host);
        head.push_str(&format!("x-forwarded-for: {}\r\n", self.source));
        for (name, value) in &ask.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let whole = format!("{head}content-length: {}\r\n\r\n{body}", body.len());
        let began = Instant::now();
        self.stream.get_mut().write_all(whole.as_bytes()).unwrap();
        let heard = self.read(ask.method == "HEAD");
        let took = began.elapsed();
        if heard.headers.iter().any(|(name, value)| name == "connection" && value == "close") {
            self.stream = connect(&self.host);
        }
        (heard, took)
    }

    fn read(&mut self, head: bool) -> Heard {
        let (mut heard, mut length) = (Heard::default(), 0);
        loop {
            let mut line = String::new();
            assert_ne!(self.stream.read_line(&mut line).unwrap(), 0, "it hung up");
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                heard.status = rest[..3].parse().unwrap();
                continue;
            }
            let (name, value) = line.split_once(": ").unwrap_or((line, ""));
            let name = name.to_ascii_lowercase();
            if name == "content-length" {
                length = value.parse().unwrap();
            }
            heard.headers.push((name, value.to_owned()));
        }
        heard.headers.sort();
        let mut body = vec![0; if head { 0 } else { length }];
        self.stream.read_exact(&mut body).unwrap();
        heard.body = String::from_utf8_lossy(&body).into_owned();
        heard
    }
}

fn target(scene: &Scene, id: &str) -> Target {
    let real = id == scene.hidden.as_str();
    let attachment = if real { &scene.hidden_file } else { &scene.never_file };
    Target {
        id: id.to_owned(),
        attachment: attachment.to_string(),
        known: scene.known.to_string(),
        account: scene.account.to_string(),
    }
}

/// A part of what can be asked: each door, and of the many verbs every seventh.
fn some(scene: &Scene, who: &Outsider) -> Vec<(Ask, Ask)> {
    let (never, real) = (target(scene, scene.never.as_str()), target(scene, scene.hidden.as_str()));
    let mut all = Vec::new();
    let doors = web::doors();
    for door in doors.iter().filter(|door| door.path.contains('{') || door.asks == web::Asks::Case)
    {
        let route = Route { method: door.method, path: door.path };
        let pairs = questions(route, who, &never).into_iter().zip(questions(route, who, &real));
        all.extend(pairs.step_by(7));
    }
    all.retain(|(never, _)| !may_hear(who, never));
    all
}

/// Counters of the server, without those that hold times.
fn counters(metrics: &str) -> BTreeMap<String, f64> {
    let mut client = Client::new(metrics, "198.51.100.1");
    let ask = Ask {
        method: "GET",
        path: "/metrics".to_owned(),
        headers: Vec::new(),
        body: None,
        asked: String::new(),
        what: "metrics".to_owned(),
        who: "the operator",
    };
    let text = client.ask(&ask).0.body;
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    let rows = rows.filter_map(|line| line.rsplit_once(' '));
    let plain = rows.filter(|(name, _)| !name.contains("_seconds") && !name.contains("_jobs"));
    plain.map(|(name, value)| (name.to_owned(), value.parse().unwrap())).collect()
}

fn moved(before: &BTreeMap<String, f64>, after: &BTreeMap<String, f64>) -> BTreeMap<String, f64> {
    let by = |(name, value): (&String, &f64)| {
        let by = value - before.get(name).copied().unwrap_or_default();
        (by != 0.0).then(|| (name.clone(), by))
    };
    after.iter().filter_map(by).collect()
}

fn get(path: String, headers: Vec<(&'static str, String)>, asked: &str, what: &str) -> Ask {
    let (asked, what) = (asked.to_owned(), what.to_owned());
    Ask { method: "GET", path, headers, body: None, asked, what, who: "somebody" }
}

fn of_bearer(secret: &Secret, id: &str, what: &str) -> Ask {
    let headers = vec![("authorization", format!("Bearer {}", secret.reveal()))];
    get(format!("/api/v1/cases/{id}"), headers, id, what)
}

fn median(mut all: Vec<Duration>) -> Duration {
    all.sort();
    all[all.len() / 2]
}

/// Ask both by turns, and print how long they took in the middle.
fn compare(client: &mut Client, what: &str, pairs: &[(Ask, Ask)]) {
    let (mut never, mut real) = (Vec::new(), Vec::new());
    for (at, pair) in pairs.iter().enumerate() {
        // Whoever comes first finds the caches colder.
        let order = if at % 2 == 0 { [true, false] } else { [false, true] };
        for first in order {
            let (ask, times) = if first { (&pair.0, &mut never) } else { (&pair.1, &mut real) };
            times.push(client.ask(ask).1);
        }
    }
    let (never, real) = (median(never), median(real));
    println!("{what}: never was {never:?}, is hidden {real:?}, {} pairs", pairs.len());
}

#[test]
fn a_real_server_tells_nobody_what_is_there() {
    let stage = Stage::new();
    let scene = &stage.scene;
    let mut asked = 0;
    for (number, who) in scene.outsiders.iter().enumerate() {
        let source = format!("203.0.113.{number}");
        let mut client = Client::new(&stage.host, &source);
        for (never, real) in some(scene, who) {
            let heard = (client.ask(&never).0, client.ask(&real).0);
            alike((&never, &heard.0), (&real, &heard.1), Weight::Questions)
                .unwrap_or_else(|finding| panic!("{finding}"));
            asked += 1;
        }
    }
    println!("{asked} pairs of questions over a socket");
    // The figures count both alike.
    let kept_out = scene.outsiders.iter().find(|who| who.name.contains("kept out")).unwrap();
    let mut client = Client::new(&stage.host, "203.0.113.200");
    let mut count = |id: &str| {
        let before = counters(&stage.metrics);
        for path in [format!("/cases/{id}"), format!("/api/v1/cases/{id}")] {
            for _ in 0..10 {
                let headers = kept_out.headers(&path);
                client.ask(&get(path.clone(), headers, id, "a case"));
            }
        }
        moved(&before, &counters(&stage.metrics))
    };
    let (of_never, of_real) = (count(scene.never.as_str()), count(scene.hidden.as_str()));
    assert_eq!(of_never, of_real);
    assert!(of_never.values().sum::<f64>() >= 40.0, "{of_never:?}");
    times(&stage, kept_out);
}

/// How long it takes, for people to read. On a busy machine it means nothing.
fn times(stage: &Stage, kept_out: &Outsider) {
    let scene = &stage.scene;
    let (never, real) = (scene.never.as_str(), scene.hidden.as_str());
    let mut client = Client::new(&stage.host, "203.0.113.201");
    let page = |id: &str| {
        let path = format!("/cases/{id}");
        get(path.clone(), kept_out.headers(&path), id, "a page")
    };
    let pairs: Vec<_> = (0..300).map(|_| (page(never), page(real))).collect();
    compare(&mut client, "a page, by who was kept out", &pairs);
    let bearer = kept_out.bearer.as_ref().unwrap();
    let pairs: Vec<_> = (0..300)
        .map(|_| (of_bearer(bearer, never, "a case"), of_bearer(bearer, real, "a case")))
        .collect();
    compare(&mut client, "the API, by who was kept out", &pairs);
    // Each reporter has guesses for nine pairs before nobody looks any more.
    let pairs: Vec<_> = stage
        .reporters
        .iter()
        .flat_map(|secret| {
            (0..9).map(move |_| {
                (of_bearer(secret, never, "a case"), of_bearer(secret, real, "a case"))
            })
        })
        .collect();
    compare(&mut client, "the API, by other reporters", &pairs);
    let (_, unknown, withdrawn) = &scene.ended[0];
    let typed = |secret: &Secret| Ask {
        method: "POST",
        path: "/track".to_owned(),
        headers: vec![("sec-fetch-site", "same-origin".to_owned())],
        body: Some(format!("secret={}", secret.reveal())),
        asked: String::new(),
        what: "a secret".to_owned(),
        who: "somebody",
    };
    let pairs: Vec<_> = (0..300).map(|_| (typed(unknown), typed(withdrawn))).collect();
    compare(&mut client, "a secret, unknown or withdrawn", &pairs);
}
