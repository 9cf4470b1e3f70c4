using System.Diagnostics;
using DaprdStandIn.CommandLine;
using DaprdStandIn.Http;
using DaprdStandIn.Logging;
using DaprdStandIn.Telemetry;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace DaprdStandIn.Grpc;

/// <summary>Around every call of the gRPC API: the token, the span, the errors.</summary>
internal sealed class ApiInterceptor(DaprdOptions options, Tracing tracing, Log log) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var code = StatusCode.OK;
        using var span = tracing.Start(
            context.Method,
            ActivityKind.Client,
            context.RequestHeaders.GetValue("traceparent"),
            context.RequestHeaders.GetValue("tracestate"));
        try
        {
            if (options.ApiToken is not null && context.RequestHeaders.GetValue("dapr-api-token") != options.ApiToken)
            {
                throw new RpcException(new Status(StatusCode.Unauthenticated, "Unauthorized"));
            }

            return await continuation(request, context);
        }
        catch (ApiError e)
        {
            log.Debug(e.Message);
            code = e.GrpcStatus;
            throw new RpcException(new Status(e.GrpcStatus, e.Message));
        }
        catch (RpcException e)
        {
            code = e.StatusCode;
            throw;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.Error($"{context.Method}: {e}");
            code = StatusCode.Unknown;
            throw new RpcException(new Status(code, e.Message));
        }
        finally
        {
            span.SetTag("dapr.protocol", "grpc").SetTag("dapr.api", context.Method);
            if (code != StatusCode.OK)
            {
                span.SetStatus(ActivityStatusCode.Error, code.ToString());
            }
        }
    }
}
