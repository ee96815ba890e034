//! The 70 orders, found by following the rules, and what is made of them.

use super::*;

/// Every order in which all six can happen.
fn orders() -> Vec<Vec<Happened>> {
    let mut whole = Vec::new();
    let mut begun = vec![Vec::new()];
    while let Some(order) = begun.pop() {
        let so_far = order.iter().copied().collect();
        let next = next(&so_far);
        if next.is_empty() {
            whole.push(order);
            continue;
        }
        begun.extend(next.into_iter().map(|one| [order.clone(), vec![one]].concat()));
    }
    whole.sort();
    whole.dedup();
    whole
}

/// The same set, found the other way round: all 720 orders, without those that a rule forbids.
fn orders_left() -> Vec<Vec<Happened>> {
    fn permuted(left: &[Happened]) -> Vec<Vec<Happened>> {
        if left.is_empty() {
            return vec![Vec::new()];
        }
        left.iter()
            .flat_map(|one| {
                let rest: Vec<_> = left.iter().copied().filter(|other| other != one).collect();
                permuted(&rest).into_iter().map(move |tail| [vec![*one], tail].concat())
            })
            .collect()
    }
    let at = |order: &[Happened], one| order.iter().position(|other| *other == one).unwrap();
    let mut left = permuted(&HAPPENED);
    assert_eq!(left.len(), 720);
    left.retain(|order| {
        let (aware, public) = (at(order, Aware), at(order, Public));
        let exploit = at(order, Exploit);
        let in_turn = aware < at(order, Ready) && at(order, Ready) < at(order, Deployed);
        let public_follows_exploit = public < exploit || public == exploit + 1;
        let vendor_follows_public = aware < public || aware == public + 1;
        in_turn && public_follows_exploit && vendor_follows_public
    });
    left.sort();
    left
}

#[test]
fn there_are_seventy_orders_however_they_are_counted() {
    assert_eq!(orders().len(), 70);
    assert_eq!(orders(), orders_left());
}

#[test]
fn an_order_is_possible_when_it_begins_one_of_the_seventy() {
    let all = orders();
    let begins = |some: &[Happened]| all.iter().any(|order| order.starts_with(some));
    for one in HAPPENED {
        for two in HAPPENED {
            for three in HAPPENED {
                let order = [one, two, three];
                assert_eq!(is_possible(&order), begins(&order), "{order:?}");
            }
        }
    }
    assert!(is_possible(&[]));
}

#[test]
fn what_is_forced_comes_in_between() {
    assert_eq!(with_forced(&[Exploit, Attacks]), [Exploit, Public, Aware, Attacks]);
    assert_eq!(with_forced(&[Aware, Exploit, Public]), [Aware, Exploit, Public]);
    assert!(!is_possible(&[Exploit, Attacks]));
    assert!(is_possible(&with_forced(&[Exploit, Attacks])));
}

#[test]
fn the_best_order_holds_all_twelve_and_the_worst_none_of_those_that_can_fail() {
    assert_eq!(
        quality(&[Aware, Ready, Deployed, Public, Exploit, Attacks]),
        Quality { held: 12, of: 12 }
    );
    let worst = quality(&[Attacks, Exploit, Public, Aware, Ready, Deployed]);
    assert_eq!(worst, Quality { held: 0, of: 12 });
}

#[test]
fn a_library_is_not_blamed_for_deployments_that_nobody_sees() {
    // Found, repaired, published; nobody attacked.
    assert_eq!(quality(&[Aware, Ready, Public]), Quality { held: 8, of: 8 });
    // Public before the fix.
    assert_eq!(quality(&[Aware, Public, Ready]), Quality { held: 7, of: 8 });
    // Refused: only that the vendor knew first can be told.
    assert_eq!(quality(&[Aware]), Quality { held: 3, of: 3 });
}
