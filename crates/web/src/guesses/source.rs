//! Where a request comes from: the other end of the connection or, where that is a proxy of ours,
//! whom the proxy says it speaks for. Nobody else is believed.

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};
use ipnet::IpNet;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// Proxies behind one another; a longer row is somebody's invention.
const HOPS_MAX: usize = 32;

/// The address that a request is charged to. None where it cannot be told: a connection from this
/// machine, or from the network next to it with somebody else's address in hand, is most likely a
/// proxy that nobody named. Charging that would charge everybody at once.
pub(crate) fn source(
    extensions: &Extensions,
    headers: &HeaderMap,
    proxies: &[IpNet],
) -> Option<IpAddr> {
    let ConnectInfo(peer) = extensions.get::<ConnectInfo<SocketAddr>>()?;
    let peer = plain(peer.ip());
    let is_ours = |address: &IpAddr| proxies.iter().any(|net| net.contains(address));
    if is_ours(&peer) {
        return behind(peer, headers, is_ours);
    }
    let unnamed = peer.is_loopback() || (is_near(&peer) && forwards(headers));
    if unnamed { None } else { Some(network(peer)) }
}

/// Whether somebody is said to be spoken for.
pub(crate) fn forwards(headers: &HeaderMap) -> bool {
    headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded")
}

/// Whom a proxy of ours speaks for. A proxy writes one of two headers and may hand on what a client
/// put into the other; where the two say different things somebody lies, and all who do share the
/// proxy's own place.
fn behind(peer: IpAddr, headers: &HeaderMap, is_ours: impl Fn(&IpAddr) -> bool) -> Option<IpAddr> {
    let told = [named(headers, "x-forwarded-for", address), named(headers, "forwarded", forwarded)];
    let mut found = told.into_iter().flatten().map(|hops| client(&hops, &is_ours));
    let first = found.next().unwrap_or(None);
    match found.next() {
        Some(second) if second != first => Some(network(peer)),
        _ => first.map(network),
    }
}

/// From the end, which our proxies wrote, to the first that is not ours.
fn client(hops: &[Option<IpAddr>], is_ours: impl Fn(&IpAddr) -> bool) -> Option<IpAddr> {
    let mut last = None;
    for hop in hops.iter().rev() {
        // A hop that is no address: somebody who does not want to be known.
        let hop = (*hop)?;
        last = Some(hop);
        if !is_ours(&hop) {
            break;
        }
    }
    last
}

/// The hops that a header names, in order; nothing where there is none.
fn named(
    headers: &HeaderMap,
    name: &str,
    read: fn(&str) -> Option<IpAddr>,
) -> Option<Vec<Option<IpAddr>>> {
    // Read whatever its bytes: a client may have begun the line that a proxy ended.
    let lines: Vec<_> = headers
        .get_all(name)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .collect();
    let hops = lines.iter().flat_map(|line| line.split(',')).map(str::trim);
    let mut hops: Vec<_> = hops.filter(|hop| !hop.is_empty()).rev().take(HOPS_MAX).collect();
    hops.reverse();
    (!hops.is_empty()).then(|| hops.into_iter().map(read).collect())
}

/// `for=` of one element of RFC 7239.
fn forwarded(element: &str) -> Option<IpAddr> {
    let pairs = element.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("for"))?;
    address(value.trim().trim_matches('"'))
}

/// An address, with or without a port, in brackets or not.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    if let Ok(socket) = text.parse::<SocketAddr>() {
        return Some(plain(socket.ip()));
    }
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().map(plain)
}

/// An address of version 4 that travels as one of version 6 is the same address.
fn plain(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

/// Whoever has one address of version 6 has the whole network of it.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(one) => {
            let first = u128::from(one) >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from(first))
        }
    }
}

/// In a network that no stranger of the internet connects from.
fn is_near(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(one) => one.is_private() || one.is_link_local(),
        IpAddr::V6(one) => one.is_unique_local() || one.is_unicast_link_local(),
    }
}
