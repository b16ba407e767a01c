using Freehold.WebConsole.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Freehold.WebConsole.SignIn;

/// <summary><c>POST /signin</c> and <c>POST /signout</c>.</summary>
internal static class SignInApi
{
    public const string KeyRefused = "This key is unknown or revoked. Check that it was copied whole, or ask for a new one.";

    /// <summary>Most bytes of a sign-in form: a key is at most 256 characters.</summary>
    private const int MaxFormBytes = 4 * 1024;

    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/signin", () => TypedResults.Redirect("/"));
        endpoints.MapPost("/signin", SignInAsync).AddEndpointFilter(FromOurOwnPagesAsync);
        endpoints.MapPost("/signout", (Delegate)SignOutAsync).AddEndpointFilter(FromOurOwnPagesAsync);
    }

    public static RazorComponentResult Form(string? problem, int status) =>
        new RazorComponentResult<SignInPage>(new Dictionary<string, object?> { [nameof(SignInPage.Problem)] = problem })
        {
            StatusCode = status,
        };

    private static async Task<IResult> SignInAsync(HttpContext http, ConsoleSession session, CancellationToken cancellationToken)
    {
        if (await ReadKeyAsync(http, cancellationToken) is not { } secret)
            return Form("Type a key first.", StatusCodes.Status400BadRequest);
        return await session.TryStartAsync(http, secret, cancellationToken)
            ? SeeHome(http)
            : Form(KeyRefused, StatusCodes.Status401Unauthorized);
    }

    private static async Task<IResult> SignOutAsync(HttpContext http)
    {
        await ConsoleSession.EndAsync(http);
        return SeeHome(http);
    }

    private static async Task<string?> ReadKeyAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxFormBytes;
        if (!http.Request.HasFormContentType) return null;
        var form = await http.Request.ReadFormAsync(cancellationToken);
        return form["key"].ToString().Trim() is { Length: > 0 } key ? key : null;
    }

    /// <summary>303, so that a reload of the next page sends no form again.</summary>
    private static StatusCodeHttpResult SeeHome(HttpContext http)
    {
        http.Response.Headers.Location = "/";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>
    /// Refuses a form that another site made the browser send: the cookie is SameSite=Strict, but signing somebody in needs no
    /// cookie. Browsers name the origin of every form; programs, which name none, have no session to be abused.
    /// </summary>
    private static async ValueTask<object?> FromOurOwnPagesAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers[HeaderNames.Origin].ToString();
        var ours = site is "" or "same-origin" or "none" && (origin.Length == 0 || IsOurs(origin, request.Host));
        return ours ? await next(context) : Form("That form came from another site; sign in here.", StatusCodes.Status403Forbidden);
    }

    /// <summary>Compares hosts only: behind a proxy that ends TLS, the scheme that we see is not the browser's.</summary>
    private static bool IsOurs(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && string.Equals(uri.Authority, Authority(uri, host), StringComparison.OrdinalIgnoreCase);

    private static string Authority(Uri origin, HostString host) =>
        Uri.TryCreate($"{origin.Scheme}://{host.Value}", UriKind.Absolute, out var uri) ? uri.Authority : "";
}
