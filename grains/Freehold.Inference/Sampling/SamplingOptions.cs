using System.Collections.ObjectModel;

namespace Freehold.Inference.Sampling;

/// <summary>
/// How the next token is chosen. The default is greedy. The steps are, in this order: <see cref="LogitBias"/>, the penalties,
/// <see cref="Temperature"/>, <see cref="TopK"/>, <see cref="TopP"/> of what that left, <see cref="MinP"/>.
/// </summary>
public sealed record SamplingOptions
{
    /// <summary>Most entries of <see cref="LogitBias"/>.</summary>
    public const int MaxLogitBiases = 1_024;

    /// <summary>Divides the logits; 0 takes the most likely token and ignores the other choices here except the penalties.</summary>
    /// <value>0. From 0 to 10.</value>
    public float Temperature { get; init; }

    /// <summary>Keeps the k most likely tokens; 0 keeps all.</summary>
    /// <value>0.</value>
    public int TopK { get; init; }

    /// <summary>Keeps the most likely tokens that together have this probability (Holtzman et al. 2019, arXiv:1904.09751).</summary>
    /// <value>1, which keeps all. Above 0, to 1.</value>
    public float TopP { get; init; } = 1f;

    /// <summary>
    /// Keeps the tokens that are at least this fraction as likely as the most likely one (Nguyen et al. 2024, arXiv:2407.01082); 0 keeps
    /// all.
    /// </summary>
    /// <value>0. From 0 to 1.</value>
    public float MinP { get; init; }

    /// <summary>Added to the logits of tokens, by id.</summary>
    /// <value>None. At most 1,024, each from -100 to 100.</value>
    public IReadOnlyDictionary<int, float> LogitBias { get; init; } = ReadOnlyDictionary<int, float>.Empty;

    /// <summary>
    /// Starts the random numbers: the same seed, prompt and weights give the same text on the same machine, whatever else runs. Null takes
    /// an unpredictable one.
    /// </summary>
    public long? Seed { get; init; }

    /// <summary>
    /// Divides the positive logits, and multiplies the negative ones, of every token in the prompt or the answer (Keskar et al. 2019,
    /// arXiv:1909.05858).
    /// </summary>
    /// <value>1, which changes nothing. Above 0, to 10.</value>
    public float RepetitionPenalty { get; init; } = 1f;

    /// <summary>Subtracted from the logits of every token in the answer.</summary>
    /// <value>0. From -2 to 2.</value>
    public float PresencePenalty { get; init; }

    /// <summary>Subtracted from a token's logit once for each time it is in the answer.</summary>
    /// <value>0. From -2 to 2.</value>
    public float FrequencyPenalty { get; init; }

    /// <summary>
    /// These options for one of several answers to a prompt: the seed of answer i is the given one plus i, so that answer 0 is what the
    /// prompt gets alone, and each of the others can be had again by itself.
    /// </summary>
    /// <param name="index">Number of the answer, from 0.</param>
    public SamplingOptions ForChoice(int index) => Seed is { } seed ? this with { Seed = unchecked(seed + index) } : this;

    internal bool HasPenalties => RepetitionPenalty != 1f || PresencePenalty != 0f || FrequencyPenalty != 0f;

    /// <summary>The first value outside its range, or null.</summary>
    internal InvalidRequestRefusal? Validate(int vocabularySize)
    {
        if (Temperature is not (>= 0f and <= 10f))
            return Outside(nameof(Temperature), Temperature, "from 0 to 10");
        if (TopK < 0)
            return Outside(nameof(TopK), TopK, "0 or more");
        if (TopP is not (> 0f and <= 1f))
            return Outside(nameof(TopP), TopP, "above 0, to 1");
        if (MinP is not (>= 0f and <= 1f))
            return Outside(nameof(MinP), MinP, "from 0 to 1");
        if (LogitBias.Count > MaxLogitBiases)
            return new(nameof(LogitBias), $"at most {MaxLogitBiases} are taken, {LogitBias.Count} were given.");
        if (LogitBias.Keys.Any(id => (uint)id >= (uint)vocabularySize))
            return new(nameof(LogitBias), $"ids go from 0 to {vocabularySize - 1}.");
        if (LogitBias.Values.Any(bias => bias is not (>= -100f and <= 100f)))
            return new(nameof(LogitBias), "each must be from -100 to 100.");
        if (RepetitionPenalty is not (> 0f and <= 10f))
            return Outside(nameof(RepetitionPenalty), RepetitionPenalty, "above 0, to 10");
        if (PresencePenalty is not (>= -2f and <= 2f))
            return Outside(nameof(PresencePenalty), PresencePenalty, "from -2 to 2");
        if (FrequencyPenalty is not (>= -2f and <= 2f))
            return Outside(nameof(FrequencyPenalty), FrequencyPenalty, "from -2 to 2");
        return null;

        static InvalidRequestRefusal Outside(string name, float value, string range) => new(name, $"{value} must be {range}.");
    }
}
