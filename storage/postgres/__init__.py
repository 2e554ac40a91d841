"""PostgreSQL, the truth: connections, transactions, jobs and the audit chain."""
