"""Programmes and their editions: published, browsed, and estimated before anybody signs."""
