using Freehold.Inference.Adapters;
using Freehold.Inference.Constraints;
using Freehold.Inference.Sampling;

namespace Freehold.Inference;

/// <summary>What to generate. Give one of <see cref="Prompt"/>, <see cref="PromptSegments"/> and <see cref="PromptTokenIds"/>.</summary>
public sealed record GenerationRequest
{
    /// <summary>Most stop sequences of a request.</summary>
    public const int MaxStopCount = 16;

    /// <summary>Longest stop sequence, in UTF-16 characters.</summary>
    public const int MaxStopChars = 256;

    /// <summary>Most answers to one prompt.</summary>
    public const int MaxCount = 32;

    /// <summary>Longest name of a tenant, in UTF-16 characters.</summary>
    public const int MaxTenantChars = 256;

    /// <summary>Most alternatives of a token whose log-probabilities can be asked for.</summary>
    public const int MaxTopLogProbs = 20;

    /// <summary>
    /// Text to continue, in which no control token is read. The beginning-of-text token is put in front where the vocabulary asks for one.
    /// </summary>
    public string? Prompt { get; init; }

    /// <summary>A conversation that the model's chat template wrote down: <see cref="Templates.RenderedPrompt.Segments"/>.</summary>
    public IReadOnlyList<PromptSegment>? PromptSegments { get; init; }

    /// <summary>Tokens to continue, taken as they are.</summary>
    public IReadOnlyList<int>? PromptTokenIds { get; init; }

    /// <summary>Most tokens to generate; null: as many as the context holds, which also bounds any other number.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Texts that end the answer; they may span tokens, and are not part of it.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>How each token is chosen. Greedy by default.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>What the answer must be: any text, a JSON object, or JSON that is valid under a schema.</summary>
    public ResponseFormat ResponseFormat { get; init; } = ResponseFormat.Text;

    /// <summary>
    /// Asks for each token's log-probability and for those of the most likely tokens in its place, so many of them; null asks for neither.
    /// </summary>
    /// <value>Null. From 0 to 20.</value>
    public int? TopLogProbs { get; init; }

    /// <summary>
    /// How many answers are wanted. They share the work of reading the prompt; answer i is the one that the seed plus i gives alone.
    /// </summary>
    /// <value>1. From 1 to 32.</value>
    public int Count { get; init; } = 1;

    /// <summary>
    /// Whose request it is. Tenants get equal shares of a busy engine, and no tenant's request is ever helped by what is cached of another's.
    /// </summary>
    /// <value>Empty: one tenant like any other.</value>
    public string Tenant { get; init; } = "";

    /// <summary>The adapter that the model runs with, loaded by the same engine; null: the model as it is.</summary>
    public LoraAdapter? Adapter { get; init; }
}
