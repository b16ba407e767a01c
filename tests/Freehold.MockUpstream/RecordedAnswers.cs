using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Freehold.MockUpstream;

/// <summary>Answers as they were recorded, found by what the request says.</summary>
internal sealed class RecordedAnswers
{
    private const string UsageChunk =
        """{"id":"chatcmpl-usage","object":"chat.completion.chunk","created":1730371200,"model":"recorded","choices":[],"usage":{"prompt_tokens":12,"completion_tokens":12,"total_tokens":24}}""";

    private readonly FrozenDictionary<string, Recording> _recordings;

    public RecordedAnswers(string folder)
    {
        _recordings = Directory.EnumerateDirectories(folder)
            .Where(pair => File.Exists(Path.Combine(pair, "request.json")))
            .ToFrozenDictionary(pair => Key(File.ReadAllBytes(Path.Combine(pair, "request.json")))!, Load);
        if (_recordings.Count == 0) throw new ArgumentException($"No folder in '{folder}' holds a request.json.", nameof(folder));
    }

    public MockAnswer Find(ReadOnlyMemory<byte> body, bool emulateUsage)
    {
        if (Key(body.Span) is not { } key) return CannedAnswers.Error(400, "We could not parse the JSON body of your request.");
        if (!_recordings.TryGetValue(key, out var recording)) return CannedAnswers.Error(404, "No recorded request has this content.");
        return emulateUsage ? recording.WithUsage : recording.AsRecorded;
    }

    /// <summary>The request without what a proxy may change, members sorted, numbers by value.</summary>
    private static string? Key(ReadOnlySpan<byte> body)
    {
        try
        {
            if (JsonNode.Parse(body) is not JsonObject request) return null;
            request.Remove("model");
            request.Remove("stream_options");
            return Canonical(request)!.ToJsonString();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonNode? Canonical(JsonNode? node) => node switch
    {
        JsonObject value => new JsonObject(value.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Canonical(member.Value)))),
        JsonArray value => new JsonArray([.. value.Select(Canonical)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => JsonValue.Create(value.GetValue<double>()),
        _ => node?.DeepClone(),
    };

    private static Recording Load(string pair)
    {
        var stream = Path.Combine(pair, "response.txt");
        if (!File.Exists(stream))
        {
            var answer = MockAnswer.Json(File.ReadAllBytes(Path.Combine(pair, "response.json")));
            return new Recording(answer, answer);
        }

        var events = Split(File.ReadAllText(stream));
        return new Recording(
            MockAnswer.Stream([.. events.Select(Encoding.UTF8.GetBytes)]),
            MockAnswer.Stream([.. events.SelectMany(EmulateUsage).Select(Encoding.UTF8.GetBytes)]));
    }

    /// <summary>Events with the line ends that follow them, so that their concatenation is the record.</summary>
    private static List<string> Split(string text)
    {
        var events = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf("\n\n", start, StringComparison.Ordinal);
            end = end < 0 ? text.Length : end + 2;
            events.Add(text[start..end]);
            start = end;
        }

        return events;
    }

    private static IEnumerable<string> EmulateUsage(string sse)
    {
        if (sse.StartsWith("data: [DONE]", StringComparison.Ordinal))
        {
            yield return $"data: {UsageChunk}\n\n";
            yield return sse;
        }
        else
        {
            var end = sse.LastIndexOf('}');
            yield return sse.Contains("\"usage\"", StringComparison.Ordinal) ? sse : $"{sse[..end]},\"usage\":null{sse[end..]}";
        }
    }

    private sealed record Recording(MockAnswer AsRecorded, MockAnswer WithUsage);
}
