"""Short rendered clips, with the true places of twelve joints."""
