using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Freehold.Storage.Artifacts;

namespace Freehold.Grains.Distillation.Artifacts;

/// <summary>JSON of the lines; the same values are the same bytes, so that a data set made again has the same digest.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ExampleLine))]
[JsonSerializable(typeof(PredictionLine))]
public sealed partial class LineJson : JsonSerializerContext;

/// <summary>Artifacts of one JSON object a line (https://jsonlines.org).</summary>
public static class JsonLines
{
    /// <summary>Most lines of one artifact.</summary>
    public const int MaxLines = 200_000;

    /// <summary>Longest line, in characters: a transcript, escaped, fits in.</summary>
    public const int MaxLineLength = 1 << 20;

    /// <summary>Keeps lines as an artifact; their digest.</summary>
    public static async Task<string> PutAsync<T>(
        IArtifactStore store, IEnumerable<T> lines, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(lines);
        using var content = new MemoryStream();
        foreach (var line in lines)
        {
            JsonSerializer.Serialize(content, line, type);
            content.WriteByte((byte)'\n');
        }

        content.Position = 0;
        return await store.PutAsync(content, cancellationToken);
    }

    /// <summary>Reads an artifact of lines to its end, which is what verifies its digest.</summary>
    /// <exception cref="InvalidDataException">There is no such artifact, or it is not of such lines.</exception>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(
        IArtifactStore store, string digest, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        await using var content = await store.OpenAsync(digest, cancellationToken)
            ?? throw new InvalidDataException($"There is no artifact {digest}: it was deleted; run the distillation again.");
        using var reader = new StreamReader(content);
        var lines = new List<T>();
        while (await reader.ReadLineAsync(cancellationToken) is { } text)
        {
            if (lines.Count == MaxLines || text.Length > MaxLineLength)
            {
                throw new InvalidDataException($"Artifact {digest} is larger than a data set: {MaxLines} lines of {MaxLineLength} characters.");
            }

            lines.Add(Parse(text, type, digest, lines.Count + 1));
        }

        return lines;
    }

    private static T Parse<T>(string text, JsonTypeInfo<T> type, string digest, int line)
    {
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw new InvalidDataException($"Line {line} of artifact {digest} is null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Line {line} of artifact {digest} cannot be read: {e.Message}", e);
        }
    }
}
