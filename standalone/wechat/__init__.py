"""A stand-in for WeChat's servers, a process of its own: `python -m standalone.wechat --port 8081`.

It answers as `api.weixin.qq.com` does, pushes as WeChat pushes, and lets `/_control/*` play the
people, their phones, the passing of time, and the faults. Nothing of ours imports it, and it
imports nothing of ours: two readings of one contract that check each other.
"""
