"""The plumbing between the subject and the outside: HTTP, WeChat, the worker's machinery."""
