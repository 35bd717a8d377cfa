"""Between the screens and the diary: the threads, the news of changes, drafts as one types, undo.
Pages talk to a `Desk` and never see a thread, a transaction or another page."""
