"""Runs small programs of ours in processes that may crash but harm nothing: for hostile files."""
