//! The story that every engine must tell alike: every method of the port, and every promise of it.

mod cases;
mod group;
mod journal;
mod measures;
mod people;
mod reads;
mod work;

/// Tells these stories in a file, in memory and in PostgreSQL.
macro_rules! stories {
    ($($name:ident),* $(,)?) => {
        mod in_a_file {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                crate::place::Place::file().tell(super::$name).await;
            })*
        }
        mod in_memory {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                crate::place::Place::memory().tell(super::$name).await;
            })*
        }
        mod in_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                if let Some(place) = crate::place::Place::postgres().await {
                    place.tell(super::$name).await;
                }
            })*
        }
    };
}
pub(crate) use stories;
