using Freehold.WebConsole.Dashboard;
using Freehold.WebConsole.Pages;
using Freehold.WebConsole.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Freehold.WebConsole;

/// <summary>The web console's addresses: <c>/</c>, <c>/signin</c>, <c>/signout</c>, <c>/console.css</c>.</summary>
public static class ConsoleEndpoints
{
    /// <summary>No script, nothing from elsewhere, forms only to us, in nobody's frame.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Maps the console. It reads only; nobody's data is shown without a key.</summary>
    public static IEndpointConventionBuilder MapFreeholdConsole(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var console = endpoints.MapGroup("").ExcludeFromDescription();
        console.AddEndpointFilter((context, next) =>
        {
            SetHeaders(context.HttpContext.Response.Headers);
            return next(context);
        });
        console.MapGet("/", HomeAsync);
        console.MapGet("/console.css", Stylesheet.Serve);
        console.MapSignIn();
        return console;
    }

    /// <summary>The dashboard for whoever shows a session or a bearer key, else the sign-in form.</summary>
    private static async Task<RazorComponentResult> HomeAsync(
        HttpContext http, ConsoleSession session, DashboardReader reader, string? tenant, CancellationToken cancellationToken)
    {
        if (await session.FindAsync(http, cancellationToken) is not { } principal)
        {
            // A browser that comes to sign in made no mistake; a program whose key is refused must see that.
            return http.Request.Headers.Authorization.Count == 0
                ? SignInApi.Form(null, StatusCodes.Status200OK)
                : SignInApi.Form(SignInApi.KeyRefused, StatusCodes.Status401Unauthorized);
        }

        var view = await reader.ReadAsync(principal, tenant, cancellationToken);
        return new RazorComponentResult<DashboardPage>(new Dictionary<string, object?> { [nameof(DashboardPage.View)] = view });
    }

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers[HeaderNames.CacheControl] = "no-store";
        headers[HeaderNames.ContentSecurityPolicy] = ContentSecurityPolicy;
        headers[HeaderNames.XContentTypeOptions] = "nosniff";
        headers["Referrer-Policy"] = "same-origin"; // a form's Origin header is sent, and nothing leaves this site
    }
}
