using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Freehold.Benchmarks.Gateway;

/// <summary>
/// The least that a proxy on Kestrel and SocketsHttpHandler can do: pass a body on, and its answer back. What Freehold costs above this is
/// what its logic costs. Runs as a process of its own, by the internal verb <see cref="Verb"/>.
/// </summary>
internal static class PassThroughProxy
{
    /// <summary>The argument before the upstream's base URL.</summary>
    public const string Verb = "pass-through";

    /// <summary>Serves until the process is killed; prints where it listens.</summary>
    public static async Task RunAsync(Uri upstream)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        await using var app = builder.Build();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null };
        using var client = new HttpMessageInvoker(handler);
        app.Run(context => PassAsync(context, client, new Uri(upstream, context.Request.Path)));
        await app.StartAsync();
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await app.WaitForShutdownAsync();
    }

    private static async Task PassAsync(HttpContext context, HttpMessageInvoker client, Uri target)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, target) { Content = new StreamContent(context.Request.Body) };
        message.Content.Headers.ContentLength = context.Request.ContentLength;
        message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(context.Request.ContentType!);
        using var answer = await client.SendAsync(message, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentLength = answer.Content.Headers.ContentLength;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
