using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Freehold.Gateway.Tests.Support;

/// <summary>An upstream that begins to answer where a stream is asked for, never ends, and sees when its client lets go.</summary>
internal sealed class PatientUpstream : IAsyncDisposable
{
    private const string FirstEvent = """data: {"id":"x","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"word"}}]}""" + "\n\n";

    private readonly WebApplication _app;
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PatientUpstream()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--urls", "http://127.0.0.1:0"] });
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(HoldAsync);
    }

    public string BaseUrl => $"{_app.Urls.Single()}/v1";

    /// <summary>Completes with the first request.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Completes when the client of a request has gone.</summary>
    public Task LetGo => _letGo.Task;

    public static async Task<PatientUpstream> StartAsync()
    {
        var upstream = new PatientUpstream();
        await upstream._app.StartAsync(TestContext.Current.CancellationToken);
        return upstream;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HoldAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        if ((await body.ReadToEndAsync(context.RequestAborted)).Contains("\"stream\":true", StringComparison.Ordinal))
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(FirstEvent, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        _asked.TrySetResult();
        using var gone = context.RequestAborted.Register(() => _letGo.TrySetResult());
        await _letGo.Task;
    }
}
