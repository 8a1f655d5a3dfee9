"""Actions of applications: who may call, what it takes, one call of the service, the answer."""
