using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Freehold.Wire.Chat;
using Freehold.Wire.Errors;
using Freehold.Wire.Json;

namespace Freehold.Wire.Requests;

/// <summary>Reads the members of a chat completion request.</summary>
internal struct ChatRequestParser
{
    private SamplingFields _sampling;
    private List<ChatMessage>? _messages;
    private int? _maxCompletionTokens, _topLogprobs;
    private bool _logprobs;
    private Dictionary<string, string>? _metadata;
    private RawJson _tools, _toolChoice, _responseFormat;

    public static bool TryRead(ref JsonCursor cursor, [NotNullWhen(true)] out ChatCompletionRequest? request)
    {
        var parser = default(ChatRequestParser);
        request = null;
        while (cursor.NextMember(out var field))
        {
            if (!parser.TryMember(ref cursor, field)) return false;
        }

        if (!parser.TryFinish(ref cursor)) return false;
        request = parser.Build();
        return true;
    }

    private bool TryMember(ref JsonCursor cursor, RequestField field)
    {
        switch (field)
        {
            case RequestField.Messages: return TryMessages(ref cursor);
            case RequestField.MaxCompletionTokens: return cursor.TryInt("max_completion_tokens", 1, int.MaxValue, out _maxCompletionTokens);
            case RequestField.Logprobs: return cursor.TryBoolean("logprobs", out _logprobs);
            case RequestField.TopLogprobs: return cursor.TryInt("top_logprobs", 0, RequestLimits.TopLogprobs, out _topLogprobs);
            case RequestField.Metadata: return TryMetadata(ref cursor);
            case RequestField.Tools:
                _tools = cursor.Raw();
                return true;
            case RequestField.ToolChoice:
                _toolChoice = cursor.Raw();
                return true;
            case RequestField.ResponseFormat:
                _responseFormat = cursor.Raw();
                return true;
            default: return _sampling.TryRead(ref cursor, field);
        }
    }

    private bool TryMessages(ref JsonCursor cursor)
    {
        if (!cursor.Is(JsonTokenType.StartArray)) return cursor.FailType("messages", "an array of objects");
        _messages = [];
        while (cursor.NextElement())
        {
            if (!MessageParser.TryRead(ref cursor, _messages.Count, out var message)) return false;
            _messages.Add(message);
        }

        return true;
    }

    private bool TryMetadata(ref JsonCursor cursor)
    {
        _metadata = null;
        if (cursor.IsNull) return true;
        if (!cursor.Is(JsonTokenType.StartObject)) return cursor.FailType("metadata", "an object");
        _metadata = [];
        while (cursor.Reader.Read() && cursor.Is(JsonTokenType.PropertyName))
        {
            if (!Names.TryGet(ref cursor, "metadata", out var name)) return false;
            cursor.Reader.Read();
            if (!cursor.TryString("metadata." + name, out var value)) return false;
            _metadata[name] = value;
            if (_metadata.Count > RequestLimits.MetadataPairs)
                return cursor.Fail(RequestErrors.TooMany("metadata", RequestLimits.MetadataPairs));
        }

        return true;
    }

    private readonly bool TryFinish(ref JsonCursor cursor)
    {
        if (!_sampling.TryFinish(ref cursor)) return false;
        if (_messages is null) return cursor.Fail(RequestErrors.Missing("messages"));
        if (_messages.Count == 0) return cursor.Fail(RequestErrors.EmptyArray("messages"));
        return _topLogprobs is null || _logprobs || cursor.Fail(RequestErrors.OnlyWith("top_logprobs", "logprobs"));
    }

    private readonly ChatCompletionRequest Build() => new()
    {
        Model = _sampling.Model!,
        Messages = _messages!,
        MaxTokens = _sampling.MaxTokens,
        MaxCompletionTokens = _maxCompletionTokens,
        Temperature = _sampling.Temperature,
        TopP = _sampling.TopP,
        N = _sampling.N,
        Stop = _sampling.Stop,
        Stream = _sampling.Stream,
        StreamOptions = _sampling.StreamOptions,
        Seed = _sampling.Seed,
        Logprobs = _logprobs,
        TopLogprobs = _topLogprobs,
        PresencePenalty = _sampling.PresencePenalty,
        FrequencyPenalty = _sampling.FrequencyPenalty,
        LogitBias = _sampling.LogitBias,
        TopK = _sampling.TopK,
        MinP = _sampling.MinP,
        RepetitionPenalty = _sampling.RepetitionPenalty,
        User = _sampling.User,
        Metadata = _metadata,
        Tools = _tools,
        ToolChoice = _toolChoice,
        ResponseFormat = _responseFormat,
    };
}
