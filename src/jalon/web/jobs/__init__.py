"""The worker: takes jobs one by one while the application is served."""
