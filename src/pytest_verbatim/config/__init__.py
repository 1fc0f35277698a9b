"""What a project's TOML files say: the pin, and each dataset with its rules."""
