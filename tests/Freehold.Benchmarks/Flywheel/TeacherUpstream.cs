using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Freehold.Benchmarks.Flywheel;

/// <summary>The teacher as an OpenAI-compatible provider, on a port of its own.</summary>
internal sealed class TeacherUpstream : IAsyncDisposable
{
    public const string Model = "teacher-model";

    /// <summary>What a completion is counted as; the prompt counts four characters a token.</summary>
    private const int CompletionTokens = 4;

    private const string Json = "application/json";

    private readonly WebApplication _app;
    private readonly ErringTeacher _teacher;
    private long _asked;

    private TeacherUpstream(ErringTeacher teacher)
    {
        _teacher = teacher;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapGet("/v1/models", () => Results.Text(
            $$"""{"object":"list","data":[{"id":"{{Model}}","object":"model","created":1730371200,"owned_by":"benchmark"}]}""", Json));
        _app.MapPost("/v1/chat/completions", AnswerAsync);
    }

    /// <summary>What clients call the base URL.</summary>
    public Uri BaseUrl { get; private set; } = new("http://127.0.0.1/v1");

    /// <summary>Requests answered so far.</summary>
    public long Asked => Interlocked.Read(ref _asked);

    /// <summary>Tokens that a text is charged for.</summary>
    public static (int Prompt, int Completion) TokensOf(string text) => (8 + (text.Length / 4), CompletionTokens);

    public static async Task<TeacherUpstream> StartAsync(ErringTeacher teacher, CancellationToken cancellationToken)
    {
        var upstream = new TeacherUpstream(teacher);
        await upstream._app.StartAsync(cancellationToken);
        var address = upstream._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        upstream.BaseUrl = new Uri(address + "/v1");
        return upstream;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var messages = body.RootElement.GetProperty("messages");
        var content = messages[messages.GetArrayLength() - 1].GetProperty("content");
        var text = content.ValueKind == JsonValueKind.String ? content.GetString()! : content[0].GetProperty("text").GetString()!;
        Interlocked.Increment(ref _asked);
        var (prompt, completion) = TokensOf(text);
        var message = $$"""{"role":"assistant","content":{{JsonSerializer.Serialize(_teacher.Answer(text))}}}""";
        var usage = $$"""{"prompt_tokens":{{prompt}},"completion_tokens":{{completion}},"total_tokens":{{prompt + completion}}}""";
        await Results.Text(
            $$"""
            {"id":"chatcmpl-flywheel","object":"chat.completion","created":1730371200,"model":"{{Model}}",
            "choices":[{"index":0,"message":{{message}},"finish_reason":"stop"}],"usage":{{usage}}}
            """,
            Json).ExecuteAsync(context);
    }
}
