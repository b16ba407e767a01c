using System.Net;
using System.Text;
using System.Text.Json;
using Freehold.Grains.Distillation.Checks;

namespace Freehold.Grains.Tests.Distillation.Support;

/// <summary>A server in the place of an operator's check, without a wire.</summary>
internal sealed class ScriptedChecks(Func<CheckRequest, HttpResponseMessage> answer) : HttpMessageHandler, IHttpMessageHandlerFactory
{
    private readonly Lock _lock = new();
    private readonly List<(HttpRequestMessage Message, CheckRequest Body)> _seen = [];

    public (HttpRequestMessage Message, CheckRequest Body)[] Seen
    {
        get
        {
            lock (_lock)
            {
                return [.. _seen];
            }
        }
    }

    /// <summary>A verdict for each case.</summary>
    public static HttpResponseMessage Verdicts(CheckRequest request, Func<CheckCase, double> score) => Text(JsonSerializer.Serialize(
        new CheckAnswer { Verdicts = [.. request.Cases.Select(each => new CheckVerdict { Id = each.Id, Score = score(each) })] },
        CheckJson.Default.CheckAnswer));

    public static HttpResponseMessage Text(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public HttpMessageHandler CreateHandler(string name) => this;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Deserialize(await request.Content!.ReadAsStringAsync(cancellationToken), CheckJson.Default.CheckRequest)!;
        lock (_lock)
        {
            _seen.Add((request, body));
        }

        return answer(body);
    }
}
