"""Letters to keep and to show: receipt, decision, what a firm signs; and whether one is genuine."""
