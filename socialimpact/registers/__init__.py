"""Published lists of organisations: reading them, and keeping each as a snapshot of its date."""
