"""What people are told, on its way from an event to the outcome of its WeChat message.

1. Event: `events/` is the page of what each event tells; facts are written by `formats.py`.
   `tell.py` is called by whoever makes it happen; `tell_submitted.py`, `tell_not_funded.py` and
   `tell_movements.py` (debounced) run in the worker.
2. Inbox: `texts.py` words title and body, the entry is stored in the business transaction;
   `inbox.py` lists entries and marks them as read.
3. WeChat message, where `catalogue.py` has one for the event (`check_templates.py` compares its
   templates with the account's): `subscriptions.py` collects consents, `send.py` is the job that
   composes and sends, `delivery.py` says whether a call may begin and what its answer means.
   `still_true.py` says of an entry whether it is still so, before it goes out by any other way.
4. Outcome: WeChat pushes to `push_routes.py`; `take_push.py` stores, `apply_push.py` works off
   consents and erasures, `reports.py` matches what became of a message.

Writes: `storage/postgres/{notifications,consent_ledger,push_events}.py`.
"""
