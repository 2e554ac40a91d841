"""What happens: features, WeChat, the web edge and the composition roots."""
