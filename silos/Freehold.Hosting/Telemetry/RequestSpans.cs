using System.Diagnostics;
using System.Globalization;
using Freehold.Contracts.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Freehold.Hosting.Telemetry;

/// <summary>
/// Names ASP.NET's server span and gives it the attributes of OpenTelemetry's conventions for HTTP: by itself it has neither. Health
/// checks get no span that is kept.
/// </summary>
internal sealed class RequestSpans : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(DescribeAsync);
        next(app);
    };

    private static async Task DescribeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span)
        {
            await next(context);
            return;
        }

        if (context.Request.Path.Value is "/healthz" or "/readyz")
        {
            span.IsAllDataRequested = false;
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception e)
        {
            span.Fail(e.GetType().FullName!);
            throw;
        }
        finally
        {
            Describe(span, context);
        }
    }

    private static void Describe(Activity span, HttpContext context)
    {
        var request = context.Request;
        var method = HttpMethods.GetCanonicalizedValue(request.Method);
        method = IsKnown(method) ? method : "_OTHER"; // A client may send any word.
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        var status = context.Response.StatusCode;
        span.DisplayName = route is null ? method : $"{method} {route}";
        span.SetTag("http.request.method", method)
            .SetTag("http.route", route)
            .SetTag("url.scheme", request.Scheme)
            .SetTag("url.path", request.Path.Value)
            .SetTag("http.response.status_code", status)
            .SetTag("network.protocol.version", request.Protocol["HTTP/".Length..]);
        if (status >= StatusCodes.Status500InternalServerError && span.Status == ActivityStatusCode.Unset)
        {
            span.Fail(status.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static bool IsKnown(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method)
        || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsPatch(method);
}
