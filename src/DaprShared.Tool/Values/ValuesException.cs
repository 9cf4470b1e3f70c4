namespace DaprShared.Tool.Values;

/// <summary>Values that cannot be read. The message never repeats a value, which may be a secret.</summary>
internal sealed class ValuesException(string message) : Exception(message);
