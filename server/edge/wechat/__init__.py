"""WeChat's side of the product: login and phone codes, subscribe messages, and pushed events.

`WeChat` in `client.py` is the face: open it, call it, close it. `push.py` reads what WeChat sends us.
"""
