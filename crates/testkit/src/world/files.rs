//! Files of a world: received as a door receives them.

use super::World;
use app::attachment::Files;
use app::{Ctx, Error, Input};
use domain::access::Actor;
use domain::words::{AttachmentId, CaseId};

impl World {
    /// Write a message with these files; their ids.
    pub async fn attach(
        &self,
        actor: &Actor,
        verb: &str,
        id: &CaseId,
        files: &[(&str, &[u8])],
    ) -> Result<Vec<AttachmentId>, Error> {
        let (group, name) = verb.split_once(' ').expect("a verb has a group and a name");
        let verb = app::find_verb(group, name).expect("a verb of this name");
        let given = serde_json::json!({ "body": "These belong to it." });
        let input = Input::read(verb, given).map_err(Error::Invalid)?;
        let ctx = self.ctx(actor);
        let files = self.received(&ctx, files).await?;
        Box::pin(app::perform_with_files(&ctx, id, verb, &input, None, None, files.all())).await?;
        Ok(files.all().iter().map(|file| file.id.clone()).collect())
    }

    /// Receive files, as a door does, before anything names them.
    pub async fn received(&self, ctx: &Ctx, files: &[(&str, &[u8])]) -> Result<Files, Error> {
        self.objects.at(self.now);
        let mut received = Files::new(ctx);
        for (name, bytes) in files {
            received.begin(name).await?;
            received.write(bytes).await?;
            received.end().await?;
        }
        Ok(received)
    }
}
