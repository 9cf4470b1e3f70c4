namespace DaprdStandIn;

/// <summary>A condition under which daprd logs a fatal line and ends with code 1.</summary>
internal sealed class FatalException(string message) : Exception(message);
