"""What record.py needs: the lab, a client, and each proxy with its settings."""
