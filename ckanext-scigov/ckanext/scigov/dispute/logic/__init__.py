"""What the API of disputes takes and answers: who may call, one call of the service, what is shown."""
