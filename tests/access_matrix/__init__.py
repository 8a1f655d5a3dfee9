"""The generated matrix of graded access: every surface, asked by everybody, watched for canaries."""
