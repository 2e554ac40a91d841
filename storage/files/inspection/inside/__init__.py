"""What runs in the child: for each type a program that decodes the whole file and tells facts."""
