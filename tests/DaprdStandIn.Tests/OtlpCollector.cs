using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace DaprdStandIn.Tests;

internal sealed record ExportedSpan(string Service, string TraceId, string Id, string ParentId, string Name, SpanKind Kind, bool IsError);

/// <summary>As OTLP numbers them.</summary>
internal enum SpanKind
{
    Server = 2,
    Client = 3,
}

/// <summary>A collector of traces on loopback that speaks OTLP over gRPC, without TLS, or over HTTP.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpCollector(WebApplication app) => _app = app;

    /// <summary>Host and port.</summary>
    public string Address { get; private set; } = "";

    public ConcurrentQueue<ExportedSpan> Spans { get; } = new();

    /// <summary>The headers of the last export.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; private set; } = new Dictionary<string, string>();

    public static async Task<OtlpCollector> StartAsync(bool http = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = http ? HttpProtocols.Http1 : HttpProtocols.Http2));
        var collector = new OtlpCollector(builder.Build());
        collector._app.Run(collector.ReceiveAsync);
        await collector._app.StartAsync();
        var address = collector._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        collector.Address = new Uri(address).Authority;
        return collector;
    }

    public ExportedSpan Single(string name) => Spans.Single(span => span.Name == name);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString());
        var grpc = context.Request.Path == "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
        if (!grpc && context.Request.Path != "/v1/traces")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // gRPC frames a message with five bytes.
        Read(body.ToArray()[(grpc ? 5 : 0)..]);
        context.Response.ContentType = grpc ? "application/grpc" : "application/x-protobuf";
        if (grpc)
        {
            await context.Response.Body.WriteAsync(new byte[5]);
            context.Response.AppendTrailer("grpc-status", "0");
        }
    }

    /// <summary>ExportTraceServiceRequest: resources, their scopes, their spans.</summary>
    private void Read(byte[] request)
    {
        foreach (var resourceSpans in Messages(request, 1))
        {
            var service = (from resource in Messages(resourceSpans, 1)
                           from attribute in Messages(resource, 1)
                           where Text(attribute, 1) == "service.name"
                           select Text(Messages(attribute, 2).Single(), 1)).SingleOrDefault("");
            foreach (var span in from scope in Messages(resourceSpans, 2) from span in Messages(scope, 2) select span)
            {
                Spans.Enqueue(new(
                    service,
                    Hex(span, 1),
                    Hex(span, 2),
                    Hex(span, 4),
                    Text(span, 5),
                    (SpanKind)Number(span, 6),
                    Messages(span, 15).Any(status => Number(status, 3) == 2)));
            }
        }
    }

    private static string Hex(byte[] message, int field) => Convert.ToHexStringLower(Messages(message, field).SingleOrDefault([]));

    private static string Text(byte[] message, int field) =>
        System.Text.Encoding.UTF8.GetString(Messages(message, field).SingleOrDefault([]));

    private static int Number(byte[] message, int field) => Fields(message).Where(found => found.Field == field).Sum(found => found.Number);

    private static IEnumerable<byte[]> Messages(byte[] message, int field) =>
        from found in Fields(message) where found.Field == field && found.Bytes is not null select found.Bytes;

    private static List<(int Field, byte[]? Bytes, int Number)> Fields(byte[] message)
    {
        var fields = new List<(int, byte[]?, int)>();
        using var input = new CodedInputStream(message);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            var field = WireFormat.GetTagFieldNumber(tag);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.LengthDelimited:
                    fields.Add((field, input.ReadBytes().ToByteArray(), 0));
                    break;
                case WireFormat.WireType.Varint:
                    fields.Add((field, null, (int)input.ReadUInt64()));
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return fields;
    }
}
