//! Options about who asks: which proxies to believe, and how much one address may ask for.

use crate::Out;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};

/// Over the options about who asks.
const GUESTS: &str = "Who asks, and how often";

/// Who asks, and how often.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Guests {
    /// Believe X-Forwarded-For or Forwarded from this network, such as 127.0.0.1 or 10.0.0.0/8; may be
    /// given several times.
    #[arg(
        long,
        value_name = "NETWORK",
        env = "VULNERARY_TRUSTED_PROXY",
        value_delimiter = ',',
        value_parser = network,
        help_heading = GUESTS
    )]
    trusted_proxy: Vec<IpNet>,
    /// Take so many reports an hour from one address.
    #[arg(
        long,
        value_name = "NUMBER",
        env = "VULNERARY_REPORTS_PER_HOUR",
        default_value_t = web::Limits::default().reports,
        value_parser = clap::value_parser!(u32).range(1..),
        help_heading = GUESTS
    )]
    reports_per_hour: u32,
}

/// A network, or one address.
fn network(text: &str) -> Result<IpNet, String> {
    let one = text.parse::<IpAddr>().ok().map(IpNet::from);
    let net = one.or_else(|| text.parse::<IpNet>().ok());
    net.ok_or_else(|| "an address or a network, such as 127.0.0.1 or 10.0.0.0/8".to_owned())
}

impl Guests {
    /// What follows from them; somebody hears of it where nobody's address will be known.
    pub(crate) fn limits(&self, url: &str, out: &mut Out) -> web::Limits {
        self.warn(url, out);
        let (proxies, reports) = (self.trusted_proxy.clone(), self.reports_per_hour);
        web::Limits { proxies, reports, ..web::Limits::default() }
    }

    /// Behind a proxy that is not named everybody would seem to be at one address.
    fn warn(&self, url: &str, out: &mut Out) {
        if url.starts_with("https://") && self.trusted_proxy.is_empty() {
            out.say(
                "No --trusted-proxy: behind a proxy on this machine nobody's address is known, and \
                 log-ins and reports are limited by no address.",
            );
        }
    }
}

/// The router, told who is at the other end of each connection.
pub(crate) fn addressed(
    state: web::WebState,
) -> IntoMakeServiceWithConnectInfo<axum::Router, SocketAddr> {
    web::router(state).into_make_service_with_connect_info()
}
