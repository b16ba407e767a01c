using Freehold.Gateway.Calls;
using Freehold.Wire;
using Freehold.Wire.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Freehold.Gateway.Http;

/// <summary>Gives every response its id, and turns what nobody caught into an error of the API's form.</summary>
internal sealed partial class RequestIdMiddleware(RequestDelegate next, TimeProvider time, ILogger<RequestIdMiddleware> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        var requestId = $"req_{Guid.CreateVersion7(time.GetUtcNow()):N}";
        context.TraceIdentifier = requestId;
        context.Response.Headers[FreeholdHeaders.RequestId] = requestId;
        var rest = next(context);
        return rest.IsCompletedSuccessfully ? rest : CatchAsync(context, rest);
    }

    private async Task CatchAsync(HttpContext context, Task rest)
    {
        try
        {
            await rest;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away: there is nobody to tell.
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await context.WriteErrorAsync(new WireError(e.StatusCode, e.Message, WireErrorTypes.InvalidRequest));
        }
        catch (Exception e) when (GrainRetry.IsPassing(e) && !context.Response.HasStarted)
        {
            LogFault(e, context.Request.Method, context.Request.Path, context.TraceIdentifier);
            await context.WriteErrorAsync(WireErrors.SiloLost(context.TraceIdentifier), retryAfterMs: 1_000);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            LogFault(e, context.Request.Method, context.Request.Path, context.TraceIdentifier);
            await context.WriteErrorAsync(WireErrors.Internal(context.TraceIdentifier));
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "{Method} {Path} failed; request {RequestId}.")]
    private partial void LogFault(Exception exception, string method, PathString path, string requestId);
}
