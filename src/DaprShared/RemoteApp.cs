namespace DaprShared;

/// <summary>The application that a shared daprd calls: the far end of its app channel.</summary>
/// <param name="Host">
/// A bare host name or IPv4 address, without scheme, port or path: daprd builds the URL itself
/// (<c>--app-channel-address</c>, dapr v1.18.3 pkg/runtime/channels/channels.go). Appears as <c>dapr.io/app-channel-address</c> in Injected
/// mode.
/// </param>
/// <param name="Port">The TCP port, 1 to 65535 (<c>--app-port</c>).</param>
/// <param name="Protocol">
/// One of <c>http</c>, <c>https</c>, <c>grpc</c>, <c>grpcs</c>, <c>h2c</c> (<c>--app-protocol</c>). The TLS forms do not verify the app's
/// certificate. Default <c>http</c>.
/// </param>
/// <seealso href="https://docs.dapr.io/reference/arguments-annotations-overview/"/>
public sealed record RemoteApp(TextOrReference Host, TextOrReference Port, string Protocol = "http");
