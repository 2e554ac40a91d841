"""The queue of jobs: enqueued in the business transaction, counted, held after repeated failure."""
