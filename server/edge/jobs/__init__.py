"""The worker's machinery: the queue's runner, starts counted, loops that one worker leads."""
