"""Papers with an appeal or an objection: handed in, looked at, read by who decides."""
