namespace DaprdStandIn.App;

/// <summary>The headers that belong to one connection (RFC 7230, 6.1), and those that daprd sets anew.</summary>
internal static class HopByHop
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
        "transfer-encoding", "upgrade", "content-type", "content-length", "host", "destination-app-id",
    };

    public static bool MayPass<T>(KeyValuePair<string, T> header) => !Names.Contains(header.Key);
}
