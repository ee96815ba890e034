//! The roles that come with the product; a pack replaces any of them with a file of its own.

/// Name and text of each built-in role file.
pub(super) const FILES: &[(&str, &str)] = &[
    ("admin", include_str!("../../../../model/roles/admin.toml")),
    ("auditor", include_str!("../../../../model/roles/auditor.toml")),
    ("cna", include_str!("../../../../model/roles/cna.toml")),
    ("fixer", include_str!("../../../../model/roles/fixer.toml")),
    ("lead", include_str!("../../../../model/roles/lead.toml")),
    ("participant", include_str!("../../../../model/roles/participant.toml")),
    ("publisher", include_str!("../../../../model/roles/publisher.toml")),
    ("recipient", include_str!("../../../../model/roles/recipient.toml")),
    ("releaser", include_str!("../../../../model/roles/releaser.toml")),
    ("reporter", include_str!("../../../../model/roles/reporter.toml")),
    ("reviewer", include_str!("../../../../model/roles/reviewer.toml")),
    ("triager", include_str!("../../../../model/roles/triager.toml")),
];

/// The built-in roles.
pub fn built_in() -> crate::access::Roles {
    super::read::built_in_roles()
}
