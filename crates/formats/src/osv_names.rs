//! Names that the OSV schema registers. Whatever is not registered may not appear in a record.

/// Home databases, as prefixes of their ids.
const PREFIXES: &[&str] = &[
    "ASB-A",
    "PUB-A",
    "ALPINE",
    "ALSA",
    "ALBA",
    "ALEA",
    "AZL",
    "BELL",
    "BIT",
    "CGA",
    "CLEANSTART",
    "CLSA",
    "CURL",
    "CVE",
    "DEBIAN",
    "DHI",
    "DRUPAL",
    "DSA",
    "DLA",
    "ELA",
    "DTSA",
    "ECHO",
    "EEF",
    "FreeBSD",
    "GHSA",
    "GO",
    "GSD",
    "HSEC",
    "JLSEC",
    "KUBE",
    "LBSEC",
    "LSN",
    "MAL",
    "MINI",
    "MGASA",
    "OESA",
    "OSEC",
    "OSV",
    "openSUSE-SU",
    "PHSA",
    "PSF",
    "PYSEC",
    "RHBA",
    "RHEA",
    "RHSA",
    "RLSA",
    "RXSA",
    "RSEC",
    "ROOT",
    "RUSTSEC",
    "SUSE-SU",
    "SUSE-RU",
    "SUSE-FU",
    "SUSE-OU",
    "UBUNTU",
    "USN",
    "V8",
];

const ECOSYSTEMS: &[&str] = &[
    "AlmaLinux",
    "Alpaquita",
    "Alpine",
    "Android",
    "Azure Linux",
    "BellSoft Hardened Containers",
    "Bioconductor",
    "Bitnami",
    "Chainguard",
    "CleanStart",
    "ConanCenter",
    "CRAN",
    // In two parts: this ecosystem is named like a host, and no host is named in this repository.
    concat!("crates", ".io"),
    "Debian",
    "Docker Hardened Images",
    "Echo",
    "FreeBSD",
    "GHC",
    "GitHub Actions",
    "Go",
    "Hackage",
    "Hex",
    "Julia",
    "Kubernetes",
    "Linux",
    "Mageia",
    "Maven",
    "MinimOS",
    "npm",
    "NuGet",
    "opam",
    "openEuler",
    "openSUSE",
    "OSS-Fuzz",
    "Packagist",
    "Photon OS",
    "Pub",
    "PyPI",
    "Red Hat",
    "Rocky Linux",
    "Root",
    "RubyGems",
    "SUSE",
    "SwiftURL",
    "TuxCare",
    "Ubuntu",
    "VSCode",
    "Wolfi",
];

/// The ecosystems whose records use ranges of the type `SEMVER`.
const SEMVER: &[&str] = &[concat!("crates", ".io"), "Go", "npm"];

/// The id as a record may carry it: as it is if its prefix is registered, else after `x_`.
pub(crate) fn id(id: &str) -> String {
    let registered =
        |prefix: &&str| id.strip_prefix(*prefix).is_some_and(|rest| rest.starts_with('-'));
    if id.starts_with("x_") || PREFIXES.iter().any(registered) {
        id.to_owned()
    } else {
        format!("x_{id}")
    }
}

/// Whether an ecosystem, with or without a suffix after a colon, is registered.
pub(crate) fn is_ecosystem(name: &str) -> bool {
    let (name, suffix) =
        name.split_once(':').map_or((name, None), |(name, rest)| (name, Some(rest)));
    ECOSYSTEMS.contains(&name) && suffix != Some("")
}

/// Whether the versions of this ecosystem are ordered as SemVer orders them.
pub(crate) fn is_semver(ecosystem: &str) -> bool {
    SEMVER.contains(&ecosystem)
}
