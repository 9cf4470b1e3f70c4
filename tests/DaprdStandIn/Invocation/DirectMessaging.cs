using System.Collections.Concurrent;
using System.Diagnostics;
using DaprdStandIn.App;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Http;
using DaprdStandIn.Resources;
using Grpc.Core;
using Grpc.Net.Client;

namespace DaprdStandIn.Invocation;

/// <summary>Service invocation: to the own app over its channel, to another app-id through the daprd of that app.</summary>
internal sealed class DirectMessaging(
    DaprdOptions options, DaprConfiguration configuration, Resiliency resiliency, AppChannel? app) : IDisposable
{
    // daprd's built-in policy for service invocation: three retries, one second apart, when the peer cannot be reached.
    private const int Retries = 3;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Peer> _peers = new(StringComparer.Ordinal);

    public async Task<AppResponse> InvokeAsync(string target, AppRequest request, CancellationToken cancellation)
    {
        try
        {
            // A URL, which the channel to the app can reach, too; and "app.namespace" is the other way to write an app-id.
            if (Uri.TryCreate(target, UriKind.Absolute, out var host))
            {
                return await InvokeOwnAppAsync(request with { Host = host }, cancellation);
            }

            var (id, ns) = target.Split('.') switch
            {
                [var name] => (name, options.Namespace),
                [var name, var other] => (name, other),
                _ => throw new InvalidOperationException($"invalid app id {target}"),
            };
            Task<AppResponse> InvokeAsync(int retries, CancellationToken stop) => id == options.AppId && ns == options.Namespace
                ? InvokeOwnAppAsync(request, stop)
                : InvokePeerAsync(id, Resolve(id), request, retries, stop);

            // A policy for the app takes the place of the built-in one.
            return resiliency.App(id) is { } policy
                ? await policy.RunAsync(stop => InvokeAsync(0, stop), Failure, cancellation)
                : await InvokeAsync(Retries, cancellation);

            static int? Failure(AppResponse response) => response.Status is < 200 or > 399 ? response.Status : null;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            throw ApiError.DirectInvoke(target, e);
        }
    }

    /// <summary>The other end: a daprd asks for the app of this one.</summary>
    public async Task<InternalResponse> ServeAsync(InternalRequest request, CancellationToken cancellation)
    {
        if (app is null)
        {
            throw new RpcException(new Status(StatusCode.Internal, "app channel is not initialized"));
        }

        try
        {
            return InvocationMapping.ToInternal(
                await app.SendAsync(InvocationMapping.ToApp(request.Message, request.Metadata), cancellation));
        }
        catch (HttpRequestException e)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"error invoking app channel: {e.Message}"));
        }
    }

    public void Dispose()
    {
        foreach (var peer in _peers.Values)
        {
            peer.Leave();
        }
    }

    private Task<AppResponse> InvokeOwnAppAsync(AppRequest request, CancellationToken cancellation) =>
        app?.SendAsync(request, cancellation)
            ?? throw new InvalidOperationException("cannot invoke local endpoint: app channel not initialized");

    private string Resolve(string appId) => configuration.Resolver switch
    {
        "nameformat" when configuration.NameFormat.Contains("{appid}", StringComparison.Ordinal) =>
            configuration.NameFormat.Replace("{appid}", appId, StringComparison.Ordinal),
        "" or "mdns" => throw new InvalidOperationException($"couldn't find service: {appId} (the stand-in has no mDNS)"),
        var resolver => throw new InvalidOperationException($"name resolver {resolver} is not available"),
    };

    private async Task<AppResponse> InvokePeerAsync(
        string appId, string address, AppRequest request, int retries, CancellationToken cancellation)
    {
        var call = InvocationMapping.ToInternal(request with
        {
            Headers = [
                .. request.Headers,
                new("destination-app-id", [appId]),
                new("dapr-caller-namespace", [options.Namespace]),
                new("dapr-caller-app-id", [options.AppId]),
                new("dapr-callee-app-id", [appId])],
        });
        var trace = new Metadata();
        if (Activity.Current is { Id: { } traceParent } span)
        {
            trace.Add("traceparent", traceParent);
            trace.Add("tracestate", span.TraceStateString ?? "");
        }

        for (var retry = 0; ; retry++)
        {
            var peer = Take(address);
            try
            {
                using var answer = peer.Channel.CreateCallInvoker()
                    .AsyncUnaryCall(InternalMessages.CallLocal, null, new CallOptions(trace, cancellationToken: cancellation), call);
                return InvocationMapping.ToApp(await answer);
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Unauthenticated)
            {
                // A new connection for the next attempt; other calls may still end on this one.
                if (_peers.TryRemove(new(address, peer))) { peer.Leave(); }

                if (retry == retries)
                {
                    throw new InvalidOperationException(
                        $"failed to invoke target {appId} after {retries} retries. Error: {GoText.Error(e)}", e);
                }

                await Task.Delay(RetryAfter, cancellation);
            }
            catch (RpcException e) when (!cancellation.IsCancellationRequested)
            {
                throw new InvalidOperationException(GoText.Error(e), e);
            }
            finally
            {
                peer.Leave();
            }
        }
    }

    private Peer Take(string address)
    {
        for (; ; )
        {
            var peer = _peers.GetOrAdd(address, _ => new(Channel(address)));
            if (peer.TryTake()) { return peer; }
        }
    }

    private GrpcChannel Channel(string address) => GrpcChannel.ForAddress(
        $"http://{address}",
        new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                // As daprd does it, a peer that is gone without a word is noticed (pkg/api/grpc/manager/manager.go).
                KeepAlivePingDelay = TimeSpan.FromSeconds(10),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
                UseProxy = false,
                EnableMultipleHttp2Connections = true,
                ActivityHeadersPropagator = null,
            },
            MaxReceiveMessageSize = (int)Math.Min(options.MaxBodySize, int.MaxValue),
            DisposeHttpClient = true,
            // No waiting of the library's own between attempts: the retries above are daprd's.
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(100),
        });

    // The table has it, and each of its calls. Whoever is the last to leave it closes it: a channel that nobody closes goes on connecting.
    private sealed class Peer(GrpcChannel channel)
    {
        private int _users = 1;

        public GrpcChannel Channel => channel;

        public bool TryTake()
        {
            lock (channel)
            {
                if (_users == 0) { return false; }

                _users++;
                return true;
            }
        }

        public void Leave()
        {
            lock (channel)
            {
                if (--_users > 0) { return; }
            }

            channel.Dispose();
        }
    }
}
