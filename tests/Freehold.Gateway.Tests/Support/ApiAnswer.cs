using System.Text.Json;
using System.Text.Json.Nodes;

namespace Freehold.Gateway.Tests.Support;

/// <summary>A response, read whole.</summary>
internal sealed record ApiAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public JsonObject Node => JsonNode.Parse(Body)!.AsObject();

    public string? this[string header] => Headers.GetValueOrDefault(header);

    public string Id => Json.GetProperty("id").GetString()!;

    public string Text => Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;

    /// <summary>The events of a stream, checked for their form.</summary>
    public SseTranscript Sse => SseTranscript.Parse(Body);

    public static async Task<ApiAnswer> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new ApiAnswer((int)response.StatusCode, headers, body);
    }

    public ApiAnswer Expect(int status)
    {
        Assert.True(Status == status, $"Expected HTTP {status}, got {Status}: {Body}");
        return this;
    }

    /// <summary>Checks that this is an error of OpenAI's form, and gives its message.</summary>
    public string ExpectError(int status, string? code)
    {
        Expect(status);
        Assert.Equal("application/json", this["Content-Type"]);
        Assert.StartsWith("req_", this["x-request-id"], StringComparison.Ordinal);
        var error = Json.GetProperty("error");
        Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(member => member.Name));
        Assert.Equal(code, error.GetProperty("code").GetString());
        var message = error.GetProperty("message").GetString();
        Assert.False(string.IsNullOrWhiteSpace(message));
        return message!;
    }
}
