namespace DaprShared.Build;

/// <summary>Ends a command; the message is all that the user needs.</summary>
internal sealed class Failure(string message) : Exception(message);
