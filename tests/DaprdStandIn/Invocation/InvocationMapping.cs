using Dapr.Client.Autogen.Grpc.v1;
using DaprdStandIn.App;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace DaprdStandIn.Invocation;

/// <summary>The same request as HTTP sees it and as the messages between daprds carry it.</summary>
internal static class InvocationMapping
{
    public static InternalRequest ToInternal(AppRequest request) => new(
        request.Headers,
        new InvokeRequest
        {
            Method = request.Path,
            ContentType = request.ContentType,
            Data = new Any { Value = ByteString.CopyFrom(request.Body.Span) },
            HttpExtension = new HTTPExtension
            {
                Verb = System.Enum.TryParse<HTTPExtension.Types.Verb>(request.Verb, ignoreCase: true, out var verb)
                    ? verb
                    : HTTPExtension.Types.Verb.None,
                Querystring = request.Query,
            },
        });

    public static AppRequest ToApp(InvokeRequest message, IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> metadata) => new(
        message.HttpExtension is { Verb: not HTTPExtension.Types.Verb.None } extension
            ? extension.Verb.ToString().ToUpperInvariant()
            : "POST",
        message.Method,
        message.HttpExtension?.Querystring ?? "",
        [.. metadata],
        message.ContentType,
        message.Data?.Value.Memory ?? ReadOnlyMemory<byte>.Empty);

    public static InternalResponse ToInternal(AppResponse response) => new(
        response.Status,
        response.Headers,
        new InvokeResponse
        {
            ContentType = response.ContentType,
            Data = new Any { Value = ByteString.CopyFrom(response.Body.Span) },
        });

    public static AppResponse ToApp(InternalResponse response) => new(
        response.Status, response.Headers, response.Message.ContentType, response.Message.Data?.Value.Memory ?? default);
}
