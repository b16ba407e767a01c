using System.Globalization;
using System.Text.Json;
using Freehold.Wire.Errors;
using Freehold.Wire.Json;

namespace Freehold.Wire.Requests;

/// <summary>The fields of <see cref="GenerationRequest"/> while they are being read.</summary>
internal struct SamplingFields
{
    public string? Model, User;
    public int? MaxTokens, N, TopK;
    public double? Temperature, TopP, PresencePenalty, FrequencyPenalty, MinP, RepetitionPenalty;
    public long? Seed;
    public bool Stream;
    public StreamOptions? StreamOptions;
    public IReadOnlyList<string>? Stop;
    public IReadOnlyDictionary<int, double>? LogitBias;

    /// <summary>Reads one member; one that is not ours is skipped.</summary>
    public bool TryRead(ref JsonCursor cursor, RequestField field)
    {
        switch (field)
        {
            case RequestField.Model: return cursor.TryString("model", out Model);
            case RequestField.User: return cursor.TryOptionalString("user", out User);
            case RequestField.MaxTokens: return cursor.TryInt("max_tokens", 1, int.MaxValue, out MaxTokens);
            case RequestField.N: return cursor.TryInt("n", 1, RequestLimits.Choices, out N);
            case RequestField.Temperature: return cursor.TryDecimal("temperature", 0, RequestLimits.Temperature, out Temperature);
            case RequestField.TopP: return cursor.TryDecimal("top_p", 0, 1, out TopP);
            case RequestField.TopK: return cursor.TryInt("top_k", 0, int.MaxValue, out TopK);
            case RequestField.MinP: return cursor.TryDecimal("min_p", 0, 1, out MinP);
            case RequestField.RepetitionPenalty: return TryRepetitionPenalty(ref cursor);
            case RequestField.PresencePenalty: return TryPenalty(ref cursor, "presence_penalty", out PresencePenalty);
            case RequestField.FrequencyPenalty: return TryPenalty(ref cursor, "frequency_penalty", out FrequencyPenalty);
            case RequestField.Seed: return cursor.TryInteger("seed", long.MinValue, long.MaxValue, out Seed);
            case RequestField.Stream: return cursor.TryBoolean("stream", out Stream);
            case RequestField.StreamOptions: return TryStreamOptions(ref cursor);
            case RequestField.Stop: return TryStop(ref cursor);
            case RequestField.LogitBias: return TryLogitBias(ref cursor);
            default:
                cursor.Reader.Skip();
                return true;
        }
    }

    /// <summary>Checks what needs more than one field.</summary>
    public readonly bool TryFinish(ref JsonCursor cursor)
    {
        if (Model is null) return cursor.Fail(RequestErrors.Missing("model"));
        if (Model.Length == 0) return cursor.Fail(RequestErrors.InvalidValue("model", "the name is empty; GET /v1/models lists the names"));
        return StreamOptions is null || Stream || cursor.Fail(RequestErrors.OnlyWith("stream_options", "stream"));
    }

    private static bool TryPenalty(ref JsonCursor cursor, string name, out double? value) =>
        cursor.TryDecimal(name, -RequestLimits.Penalty, RequestLimits.Penalty, out value);

    private bool TryRepetitionPenalty(ref JsonCursor cursor)
    {
        if (!cursor.TryDecimal("repetition_penalty", 0, RequestLimits.RepetitionPenalty, out RepetitionPenalty)) return false;
        return RepetitionPenalty is not 0 || cursor.Fail(RequestErrors.InvalidValue("repetition_penalty", "it must be above 0; 1 is off"));
    }

    private bool TryStreamOptions(ref JsonCursor cursor)
    {
        StreamOptions = null;
        if (cursor.IsNull) return true;
        if (!cursor.Is(JsonTokenType.StartObject)) return cursor.FailType("stream_options", "an object");
        var includeUsage = false;
        while (cursor.NextMember(out var field))
        {
            if (field != RequestField.IncludeUsage) cursor.Reader.Skip();
            else if (!cursor.TryBoolean("stream_options.include_usage", out includeUsage)) return false;
        }

        StreamOptions = new StreamOptions(includeUsage);
        return true;
    }

    private bool TryStop(ref JsonCursor cursor)
    {
        Stop = null;
        if (cursor.IsNull) return true;
        if (cursor.Is(JsonTokenType.String)) return TryStopSequence(ref cursor, "stop", out var only) && (Stop = [only!]) is not null;
        if (!cursor.Is(JsonTokenType.StartArray)) return cursor.FailType("stop", "a string or an array of strings");
        var sequences = new List<string>();
        while (cursor.NextElement())
        {
            if (sequences.Count == RequestLimits.StopSequences)
                return cursor.Fail(RequestErrors.TooMany("stop", RequestLimits.StopSequences));
            if (!TryStopSequence(ref cursor, new FieldPath("stop[#]", sequences.Count), out var sequence)) return false;
            sequences.Add(sequence!);
        }

        Stop = sequences.Count == 0 ? null : sequences;
        return true;
    }

    private static bool TryStopSequence(ref JsonCursor cursor, FieldPath path, out string? sequence) =>
        cursor.TryString(path, out sequence)
        && (sequence.Length > 0 || cursor.Fail(RequestErrors.InvalidValue(path.ToString(), "a stop sequence must not be empty")));

    private bool TryLogitBias(ref JsonCursor cursor)
    {
        LogitBias = null;
        if (cursor.IsNull) return true;
        if (!cursor.Is(JsonTokenType.StartObject)) return cursor.FailType("logit_bias", "an object");
        var biases = new Dictionary<int, double>();
        while (cursor.Reader.Read() && cursor.Is(JsonTokenType.PropertyName))
        {
            if (!Names.TryGet(ref cursor, "logit_bias", out var name)) return false;
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var token))
                return cursor.Fail(RequestErrors.InvalidValue("logit_bias", $"the key '{name}' is not a token id"));
            cursor.Reader.Read();
            if (cursor.IsNull) return cursor.FailType("logit_bias." + name, "a decimal");
            if (!cursor.TryDecimal("logit_bias." + name, -RequestLimits.LogitBias, RequestLimits.LogitBias, out var bias)) return false;
            biases[token] = bias!.Value;
            if (biases.Count > RequestLimits.LogitBiasEntries)
                return cursor.Fail(RequestErrors.TooMany("logit_bias", RequestLimits.LogitBiasEntries));
        }

        LogitBias = biases.Count == 0 ? null : biases;
        return true;
    }
}
