namespace Freehold.Contracts.Inference;

/// <summary>One message of a conversation.</summary>
[GenerateSerializer, Immutable, Alias("freehold.ChatTurn")]
public sealed record ChatTurn
{
    /// <summary>Who speaks: <c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</summary>
    [Id(0)] public required string Role { get; init; }

    /// <summary>What is said.</summary>
    [Id(1)] public required string Content { get; init; }
}

/// <summary>What a local model shall generate. Names and meanings are those of the OpenAI API.</summary>
[GenerateSerializer, Immutable, Alias("freehold.GenerateRequest")]
public sealed record GenerateRequest
{
    /// <summary>For whom, so that tenants can be served fairly.</summary>
    [Id(0)] public required string Tenant { get; init; }

    /// <summary>The model's name at this worker.</summary>
    [Id(1)] public required string Model { get; init; }

    /// <summary>The conversation; null where <see cref="Prompt"/> is given.</summary>
    [Id(2)] public ChatTurn[]? Messages { get; init; }

    /// <summary>The text to continue; null where <see cref="Messages"/> is given.</summary>
    [Id(3)] public string? Prompt { get; init; }

    /// <summary>Most tokens to generate; null: up to the context's end.</summary>
    [Id(4)] public int? MaxTokens { get; init; }

    /// <summary>0 is greedy.</summary>
    [Id(5)] public float Temperature { get; init; } = 1f;

    /// <summary>Nucleus sampling (Holtzman et al. 2020); 1 is off.</summary>
    [Id(6)] public float TopP { get; init; } = 1f;

    /// <summary>Same seed, same text; null: a fresh one.</summary>
    [Id(7)] public long? Seed { get; init; }

    /// <summary>Texts that end the answer; they are not part of it. At most 4.</summary>
    [Id(8)] public string[] Stop { get; init; } = [];

    /// <summary>Additive penalty for tokens that occurred, -2 to 2.</summary>
    [Id(9)] public float PresencePenalty { get; init; }

    /// <summary>Additive penalty for each occurrence of a token, -2 to 2.</summary>
    [Id(10)] public float FrequencyPenalty { get; init; }

    /// <summary>Keeps the k likeliest tokens; 0 keeps all.</summary>
    [Id(11)] public int TopK { get; init; }

    /// <summary>Keeps tokens at least this fraction as likely as the likeliest; 0 keeps all.</summary>
    [Id(12)] public float MinP { get; init; }

    /// <summary>Divides the positive logits of tokens that occurred in prompt or answer; 1 is off.</summary>
    [Id(13)] public float RepetitionPenalty { get; init; } = 1f;

    /// <summary>Token ids whose logits are changed; each at the place of its bias in <see cref="Biases"/>.</summary>
    [Id(14)] public int[] BiasedTokens { get; init; } = [];

    /// <summary>Added to the logits of <see cref="BiasedTokens"/>, -100 to 100 each.</summary>
    [Id(15)] public float[] Biases { get; init; } = [];

    /// <summary>What the answer must be: <c>text</c>, <c>json_object</c> or <c>json_schema</c>.</summary>
    [Id(16)] public string ResponseFormat { get; init; } = "text";

    /// <summary>The schema as JSON where <see cref="ResponseFormat"/> is <c>json_schema</c>, else null.</summary>
    [Id(17)] public string? ResponseSchema { get; init; }

    /// <summary>How many alternatives of each token to give log-probabilities of, 0 to 20; null: no log-probabilities.</summary>
    [Id(18)] public int? TopLogprobs { get; init; }

    /// <summary>How many answers; answer i has the seed plus i.</summary>
    [Id(19)] public int Choices { get; init; } = 1;

    /// <summary>The tenant's adapter that the model shall run with; null: none.</summary>
    [Id(20)] public string? Adapter { get; init; }

    /// <summary>
    /// SHA-256 of the tenant's adapter that the model shall run with, in place of <see cref="Adapter"/>, lower-case hex: one that the tenant's
    /// student catalog names; null: none.
    /// </summary>
    [Id(21)] public string? AdapterDigest { get; init; }
}

/// <summary>Some tokens of an answer.</summary>
[GenerateSerializer, Immutable, Alias("freehold.TokenBatch")]
public sealed record TokenBatch
{
    /// <summary>The text they add; whole characters only.</summary>
    [Id(0)] public string Text { get; init; } = "";

    /// <summary>How many tokens.</summary>
    [Id(1)] public int Tokens { get; init; }

    /// <summary>Sum of the tokens' log-probabilities (natural logarithm, of the model's unmodified distribution).</summary>
    [Id(2)] public double LogProbSum { get; init; }

    /// <summary>Set in the last batch of each answer.</summary>
    [Id(3)] public GenerateFinish? Finish { get; init; }

    /// <summary>Set in the only batch of a refused request.</summary>
    [Id(4)] public GenerateRefusal? Refusal { get; init; }

    /// <summary>Which of the answers it belongs to, from 0.</summary>
    [Id(5)] public int Choice { get; init; }

    /// <summary>Log-probabilities of the tokens, one entry each; empty where they were not asked for.</summary>
    [Id(6)] public ChosenToken[] Chances { get; init; } = [];

    /// <summary>Digest of the adapter that the model runs with; null: none.</summary>
    [Id(7)] public string? AdapterDigest { get; init; }
}

/// <summary>A token and its probability.</summary>
[GenerateSerializer, Immutable, Alias("freehold.TokenChance")]
public sealed record TokenChance
{
    /// <summary>The token's bytes, which may be part of a character.</summary>
    [Id(0)] public byte[] Bytes { get; init; } = [];

    /// <summary>Natural logarithm of its probability under the model's unmodified distribution.</summary>
    [Id(1)] public double LogProb { get; init; }
}

/// <summary>A token that was chosen, and what else could have been.</summary>
[GenerateSerializer, Immutable, Alias("freehold.ChosenToken")]
public sealed record ChosenToken
{
    /// <summary>The token.</summary>
    [Id(0)] public required TokenChance Token { get; init; }

    /// <summary>The likeliest tokens in its place, the likeliest first.</summary>
    [Id(1)] public TokenChance[] Top { get; init; } = [];
}

/// <summary>How an answer ended.</summary>
[GenerateSerializer, Immutable, Alias("freehold.GenerateFinish")]
public sealed record GenerateFinish
{
    /// <summary><c>stop</c> or <c>length</c>.</summary>
    [Id(0)] public required string Reason { get; init; }

    /// <summary>Tokens of the prompt.</summary>
    [Id(1)] public required int PromptTokens { get; init; }

    /// <summary>Tokens generated.</summary>
    [Id(2)] public required int CompletionTokens { get; init; }

    /// <summary>Time in the queue, in milliseconds.</summary>
    [Id(3)] public double QueueTimeMs { get; init; }

    /// <summary>SHA-256 of the weights that made it, lower-case hex.</summary>
    [Id(4)] public required string ModelDigest { get; init; }

    /// <summary>Tokens of the prompt whose work was found done.</summary>
    [Id(5)] public int CachedPromptTokens { get; init; }
}

/// <summary>Why a worker will not generate.</summary>
[GenerateSerializer, Alias("freehold.GenerateRefusalKind")]
public enum GenerateRefusalKind
{
    /// <summary>The model is not on this worker (any more).</summary>
    ModelNotLoaded = 0,

    /// <summary>Prompt and answer do not fit into the context.</summary>
    ContextTooLong = 1,

    /// <summary>The queue is full; try again later.</summary>
    QueueFull = 2,

    /// <summary>The model cannot do this; the detail says what.</summary>
    NotSupported = 3,
}

/// <summary>Why a worker will not generate, in words.</summary>
[GenerateSerializer, Immutable, Alias("freehold.GenerateRefusal")]
public sealed record GenerateRefusal
{
    /// <summary>The kind.</summary>
    [Id(0)] public required GenerateRefusalKind Kind { get; init; }

    /// <summary>What, where, what to do.</summary>
    [Id(1)] public required string Detail { get; init; }

    /// <summary>When to try again, in milliseconds; 0 where that is of no use.</summary>
    [Id(2)] public int RetryAfterMs { get; init; }

    /// <summary>The field at fault, as <c>response_format</c>; null where it is none.</summary>
    [Id(3)] public string? Parameter { get; init; }
}
