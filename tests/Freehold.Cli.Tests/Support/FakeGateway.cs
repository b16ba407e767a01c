using System.Net;
using System.Text;
using Freehold.Client;

namespace Freehold.Cli.Tests.Support;

/// <summary>A request as the gateway got it.</summary>
internal sealed record SeenRequest(string Method, string PathAndQuery, string? Authorization, string? Label, string? Workload, string Body);

/// <summary>Answers in the gateway's place, in memory, and keeps what was asked.</summary>
internal sealed class FakeGateway(Func<SeenRequest, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<SeenRequest> Seen { get; } = [];

    public static FakeGateway Answering(string json, HttpStatusCode status = HttpStatusCode.OK) => new(_ => Json(json, status));

    public static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Events(params string[] data) => new(HttpStatusCode.OK)
    {
        Content = new StringContent(string.Concat(data.Select(item => $"data: {item}\n\n")), Encoding.UTF8, "text/event-stream"),
    };

    public FreeholdClient Connect(FreeholdClientOptions options) => new(new HttpMessageInvoker(this, disposeHandler: false), options);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var seen = new SeenRequest(
            request.Method.Method, request.RequestUri!.PathAndQuery, request.Headers.Authorization?.ToString(),
            Header(request, "x-freehold-label"), Header(request, "x-freehold-workload"), body);
        Seen.Add(seen);
        return answer(seen);
    }

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
