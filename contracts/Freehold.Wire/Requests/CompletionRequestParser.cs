using System.Diagnostics.CodeAnalysis;
using Freehold.Wire.Completions;
using Freehold.Wire.Errors;
using Freehold.Wire.Json;

namespace Freehold.Wire.Requests;

/// <summary>Reads the members of a legacy completion request.</summary>
internal struct CompletionRequestParser
{
    private SamplingFields _sampling;
    private CompletionPrompt? _prompt;
    private int? _logprobs, _bestOf;
    private bool _echo;
    private string? _suffix;

    public static bool TryRead(ref JsonCursor cursor, [NotNullWhen(true)] out CompletionRequest? request)
    {
        var parser = default(CompletionRequestParser);
        request = null;
        while (cursor.NextMember(out var field))
        {
            if (!parser.TryMember(ref cursor, field)) return false;
        }

        if (!parser._sampling.TryFinish(ref cursor)) return false;
        if (parser._prompt is null) return cursor.Fail(RequestErrors.Missing("prompt"));
        request = parser.Build();
        return true;
    }

    private bool TryMember(ref JsonCursor cursor, RequestField field) => field switch
    {
        RequestField.Prompt => PromptParser.TryRead(ref cursor, PromptPaths.Prompt, out _prompt),
        RequestField.Logprobs => cursor.TryInt("logprobs", 0, RequestLimits.CompletionLogprobs, out _logprobs),
        RequestField.BestOf => cursor.TryInt("best_of", 1, RequestLimits.BestOf, out _bestOf),
        RequestField.Echo => cursor.TryBoolean("echo", out _echo),
        RequestField.Suffix => cursor.TryOptionalString("suffix", out _suffix),
        _ => _sampling.TryRead(ref cursor, field),
    };

    private readonly CompletionRequest Build() => new()
    {
        Model = _sampling.Model!,
        Prompt = _prompt!,
        MaxTokens = _sampling.MaxTokens,
        Temperature = _sampling.Temperature,
        TopP = _sampling.TopP,
        N = _sampling.N,
        Stop = _sampling.Stop,
        Stream = _sampling.Stream,
        StreamOptions = _sampling.StreamOptions,
        Seed = _sampling.Seed,
        PresencePenalty = _sampling.PresencePenalty,
        FrequencyPenalty = _sampling.FrequencyPenalty,
        LogitBias = _sampling.LogitBias,
        TopK = _sampling.TopK,
        MinP = _sampling.MinP,
        RepetitionPenalty = _sampling.RepetitionPenalty,
        User = _sampling.User,
        Logprobs = _logprobs,
        BestOf = _bestOf,
        Echo = _echo,
        Suffix = _suffix,
    };
}
