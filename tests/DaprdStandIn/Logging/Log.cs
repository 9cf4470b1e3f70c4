namespace DaprdStandIn.Logging;

internal enum Severity
{
    Debug,
    Info,
    Warning,
    Error,
    Fatal,
}

/// <summary>Writes what one part of daprd ("scope") has to say.</summary>
internal sealed class Log(LogSink sink, string scope)
{
    public void Debug(string message) => sink.Write(Severity.Debug, scope, message);

    public void Info(string message) => sink.Write(Severity.Info, scope, message);

    public void Warn(string message) => sink.Write(Severity.Warning, scope, message);

    public void Error(string message) => sink.Write(Severity.Error, scope, message);

    public void Fatal(string message) => sink.Write(Severity.Fatal, scope, message);
}
