//! Stories from the first message to the public record, told through the one way in which verbs
//! become events, in both databases.

mod advisory;
mod again;
mod attachments;
mod clocks;
mod correction;
mod crash;
mod cve;
mod embargo;
mod entrance;
mod every_pack;
mod evidence;
mod flood;
mod found;
mod glass;
mod imports;
mod intake;
mod interference;
mod leak;
mod lines;
mod negotiation;
mod people;
mod policy_change;
mod privacy;
mod queue;
mod rating;
mod reads;
mod replicas;
mod review;
mod sanctions;
mod sealing;
mod ties;
mod together;
mod whole;
