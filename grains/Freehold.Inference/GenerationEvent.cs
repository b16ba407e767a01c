using Freehold.Inference.Adapters;

namespace Freehold.Inference;

/// <summary>
/// What a running request tells: of each answer <see cref="GeneratedTokens"/>, then <see cref="GenerationFinished"/>; or
/// <see cref="GenerationRefused"/>.
/// </summary>
public abstract record GenerationEvent
{
    private protected GenerationEvent()
    {
    }

    /// <summary>Which answer of the request it is about, from 0.</summary>
    public int Index { get; init; }
}

/// <summary>Tokens generated since the last event.</summary>
/// <param name="Text">
/// Text that became certain: it ends with a whole character and holds no part of a stop sequence, so it may lag behind the tokens.
/// </param>
/// <param name="TokenIds">The tokens; the end-of-text token is not among them.</param>
/// <param name="LogProbSum">Sum of the tokens' natural log-probabilities under the model's unmodified distribution.</param>
public sealed record GeneratedTokens(string Text, IReadOnlyList<int> TokenIds, double LogProbSum) : GenerationEvent
{
    /// <summary>Tokens that <see cref="LogProbSum"/> sums over.</summary>
    public int LogProbCount => TokenIds.Count;

    /// <summary>
    /// Log-probabilities of each of <see cref="TokenIds"/>; empty where <see cref="GenerationRequest.TopLogProbs"/> is null.
    /// </summary>
    public IReadOnlyList<TokenLogProbs> LogProbs { get; init; } = [];
}

/// <summary>A generated token and what could have been in its place.</summary>
/// <param name="Chosen">The token.</param>
/// <param name="Top">The most likely tokens, the most likely first, whatever was chosen.</param>
public sealed record TokenLogProbs(TokenLogProb Chosen, IReadOnlyList<TokenLogProb> Top);

/// <summary>A token's probability.</summary>
/// <param name="Id">The token.</param>
/// <param name="Bytes">UTF-8 bytes that it adds to the text, which may be part of a character; empty for a control token.</param>
/// <param name="LogProb">Its natural log-probability under the model's unmodified distribution.</param>
public sealed record TokenLogProb(int Id, ReadOnlyMemory<byte> Bytes, double LogProb);

/// <summary>The end of an answer.</summary>
/// <param name="Reason">Why it ended.</param>
/// <param name="Usage">Tokens read and written.</param>
/// <param name="Timings">How long it took.</param>
/// <param name="LogProbSum">Sum of all tokens' natural log-probabilities under the model's unmodified distribution.</param>
public sealed record GenerationFinished(FinishReason Reason, GenerationUsage Usage, GenerationTimings Timings, double LogProbSum)
    : GenerationEvent
{
    /// <summary><see cref="LoraAdapter.Digest"/> of the adapter that every token ran with; null: none.</summary>
    public string? AdapterDigest { get; init; }

    /// <summary>How many tokens a draft model proposed, and how many of them were right.</summary>
    public SpeculationUsage Speculation { get; init; }

    /// <summary>Mean log-probability of a token: the confidence that a cascade calibrates. Null where no token was generated.</summary>
    public double? MeanLogProb => Usage.CompletionTokens > 0 ? LogProbSum / Usage.CompletionTokens : null;
}

/// <summary>The request did not run, and no work was done for it.</summary>
/// <param name="Refusal">Why.</param>
public sealed record GenerationRefused(EngineRefusal Refusal) : GenerationEvent;

/// <summary>Why a request ended.</summary>
public enum FinishReason
{
    /// <summary>The model ended the text, or a stop sequence came.</summary>
    Stop,

    /// <summary>The tokens asked for, or the context, are used up.</summary>
    Length,

    /// <summary>The caller cancelled, or the engine was disposed.</summary>
    Cancelled,
}

/// <summary>Tokens of an answer.</summary>
/// <param name="PromptTokens">Tokens of the prompt, which the answers of a request have in common.</param>
/// <param name="CompletionTokens">Tokens generated, without the end-of-text token.</param>
/// <param name="CachedPromptTokens">Tokens of the prompt that were in the cache already when the answer was begun.</param>
public sealed record GenerationUsage(int PromptTokens, int CompletionTokens, int CachedPromptTokens = 0);

/// <summary>What a draft model did for an answer.</summary>
/// <param name="DraftedTokens">Tokens that it proposed.</param>
/// <param name="AcceptedTokens">Tokens of them that the model itself chose.</param>
public readonly record struct SpeculationUsage(int DraftedTokens, int AcceptedTokens);

/// <summary>Times of a request.</summary>
/// <param name="QueueMs">From submission until it ran.</param>
/// <param name="FirstTokenMs">From submission until its first token was chosen; null where it has none.</param>
/// <param name="TotalMs">From submission until its end.</param>
public sealed record GenerationTimings(double QueueMs, double? FirstTokenMs, double TotalMs);
