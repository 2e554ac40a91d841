"""What people are told: the inbox, WeChat messages, consents to them."""
