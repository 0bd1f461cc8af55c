"""What the service knows: the domain of restorative casework, free of any web framework."""
