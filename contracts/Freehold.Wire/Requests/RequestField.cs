using System.Text;
using System.Text.Json;

namespace Freehold.Wire.Requests;

/// <summary>Names that the readers know, at any level of a request.</summary>
internal enum RequestField
{
    Unknown,
    Model,
    Messages,
    Prompt,
    Stream,
    StreamOptions,
    IncludeUsage,
    MaxTokens,
    MaxCompletionTokens,
    Temperature,
    TopP,
    N,
    Stop,
    Seed,
    Logprobs,
    TopLogprobs,
    PresencePenalty,
    FrequencyPenalty,
    LogitBias,
    TopK,
    MinP,
    RepetitionPenalty,
    User,
    Metadata,
    Tools,
    ToolChoice,
    ResponseFormat,
    Echo,
    BestOf,
    Suffix,
    Role,
    Content,
    Name,
    ToolCallId,
    ToolCalls,
    Type,
    Text,
    Refusal,
    ResponseId,
    Score,
    Label,
    Comment,
    Answer,
    Input,
    EncodingFormat,
    Dimensions,
}

/// <summary>Finds the field that a property name means.</summary>
internal static class RequestFields
{
    private const int LongestEscapedByteBytes = 6; // \u00XX

    // [field] -> UTF-8 name in snake_case.
    private static readonly byte[][] Names =
        [.. Enum.GetNames<RequestField>().Select(name => Encoding.UTF8.GetBytes(JsonNamingPolicy.SnakeCaseLower.ConvertName(name)))];

    private static readonly int LongestName = Names.Max(name => name.Length);

    // [bytes of the name] -> the few fields whose names are that long.
    private static readonly RequestField[][] ByLength =
    [
        .. Enumerable.Range(0, LongestName + 1)
            .Select(length => Enum.GetValues<RequestField>().Skip(1).Where(field => Names[(int)field].Length == length).ToArray()),
    ];

    /// <summary>The field named by the reader's property name, escaped or not.</summary>
    public static RequestField Find(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return Find(reader.ValueSpan);
        if (reader.ValueSpan.Length > LongestName * LongestEscapedByteBytes) return RequestField.Unknown;
        Span<byte> name = stackalloc byte[reader.ValueSpan.Length];
        try
        {
            return Find(name[..reader.CopyString(name)]);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: not a name that we know.
            return RequestField.Unknown;
        }
    }

    private static RequestField Find(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestName) return RequestField.Unknown;
        foreach (var field in ByLength[name.Length])
        {
            if (name.SequenceEqual(Names[(int)field])) return field;
        }

        return RequestField.Unknown;
    }
}
