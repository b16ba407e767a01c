using System.Text.Json;

namespace Freehold.Gateway.Tests.Support;

/// <summary>A stream of server-sent events as it was received, split by the letter of the specification.</summary>
internal sealed record SseTranscript(IReadOnlyList<string> Data, IReadOnlyList<string> Comments)
{
    public bool IsDone => Data.Count > 0 && Data[^1] == "[DONE]";

    /// <summary>Every event that is JSON.</summary>
    public IEnumerable<JsonElement> Chunks => Data.Where(data => data != "[DONE]").Select(data => JsonElement.Parse(data));

    public string Id => Chunks.First().GetProperty("id").GetString()!;

    public string Text => string.Concat(Chunks
        .SelectMany(chunk => chunk.TryGetProperty("choices", out var choices) ? choices.EnumerateArray() : default)
        .Select(choice => choice.GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : null));

    public JsonElement? Error => Chunks.Select(chunk => (JsonElement?)chunk)
        .SingleOrDefault(chunk => chunk!.Value.TryGetProperty("error", out _))?.GetProperty("error");

    public static SseTranscript Parse(string body)
    {
        Assert.EndsWith("\n\n", body, StringComparison.Ordinal);
        var data = new List<string>();
        var comments = new List<string>();
        foreach (var block in body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var line in block.Split('\n'))
            {
                if (line.StartsWith(':'))
                {
                    comments.Add(line[1..].Trim());
                    continue;
                }

                Assert.StartsWith("data: ", line, StringComparison.Ordinal);
                data.Add(line["data: ".Length..]);
            }
        }

        Assert.DoesNotContain("[DONE]", data.SkipLast(1));
        return new SseTranscript(data, comments);
    }
}
