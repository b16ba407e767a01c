namespace Freehold.Inference.Training;

/// <summary>One sequence to learn from. Every token predicts the next one; the mask says which predictions count.</summary>
public sealed class TrainingExample
{
    /// <param name="tokens">[n] ids, with the beginning-of-text token where the model expects one</param>
    /// <param name="isTarget">[n] true for a token that is to be predicted; empty: all but the first. The first token's entry has no effect.</param>
    /// <param name="softTargets">[n] what a teacher thought of each token, null where it was not asked; empty: none</param>
    /// <exception cref="ArgumentException">There are fewer than two tokens, or an array has another length.</exception>
    public TrainingExample(
        ReadOnlyMemory<int> tokens, ReadOnlyMemory<bool> isTarget = default, IReadOnlyList<SoftTarget?>? softTargets = null)
    {
        if (tokens.Length < 2)
            throw new ArgumentException($"An example has {tokens.Length} tokens; at least two are needed to predict one.", nameof(tokens));
        if (!isTarget.IsEmpty && isTarget.Length != tokens.Length)
            throw new ArgumentException($"The mask has {isTarget.Length} entries for {tokens.Length} tokens; give one for each.", nameof(isTarget));
        if (softTargets is { Count: > 0 } && softTargets.Count != tokens.Length)
            throw new ArgumentException($"There are {softTargets.Count} soft targets for {tokens.Length} tokens; give one for each.", nameof(softTargets));
        (Tokens, IsTarget, SoftTargets) = (tokens, isTarget, softTargets ?? []);
    }

    /// <summary>[n] token ids</summary>
    public ReadOnlyMemory<int> Tokens { get; }

    /// <summary>[n] which tokens are to be predicted; empty: all but the first</summary>
    public ReadOnlyMemory<bool> IsTarget { get; }

    /// <summary>[n] a teacher's probabilities for the token at each place; empty: none</summary>
    public IReadOnlyList<SoftTarget?> SoftTargets { get; }

    /// <summary>An answer to learn after a prompt that is given: only the answer's tokens count.</summary>
    /// <param name="prompt">[n] at least one token</param>
    /// <param name="answer">[m] at least one token, with the end-of-text token where the model is to stop</param>
    public static TrainingExample FromPrompt(ReadOnlySpan<int> prompt, ReadOnlySpan<int> answer)
    {
        var isTarget = new bool[prompt.Length + answer.Length];
        isTarget.AsSpan(prompt.Length).Fill(true);
        return new TrainingExample((int[])[.. prompt, .. answer], isTarget);
    }

    internal bool Counts(int position) => position > 0 && (IsTarget.IsEmpty || IsTarget.Span[position]);

    internal SoftTarget? SoftTargetAt(int position) => SoftTargets.Count == 0 ? null : SoftTargets[position];
}

/// <summary>
/// The most likely tokens of a teacher at one place, with their log-probabilities. What is missing to a probability of 1 is no statement:
/// the comparison is among these tokens.
/// </summary>
public sealed class SoftTarget
{
    /// <summary>Most tokens of one place; providers give up to 20.</summary>
    public const int MaxTokens = 128;

    /// <param name="tokens">[k] different ids</param>
    /// <param name="logProbabilities">[k] natural logarithms, at most 0</param>
    /// <exception cref="ArgumentException">The lengths differ, there are none or too many, or a number is no log-probability.</exception>
    public SoftTarget(ReadOnlyMemory<int> tokens, ReadOnlyMemory<float> logProbabilities)
    {
        if (tokens.Length is 0 or > MaxTokens || tokens.Length != logProbabilities.Length)
        {
            throw new ArgumentException(
                $"{tokens.Length} tokens with {logProbabilities.Length} log-probabilities; give as many of each, from 1 to {MaxTokens}.",
                nameof(tokens));
        }

        if (tokens.ToArray().Distinct().Count() != tokens.Length)
            throw new ArgumentException("A token occurs twice in a soft target; give each once.", nameof(tokens));
        foreach (var value in logProbabilities.Span)
        {
            // A provider rounds, so that a certain token may come out slightly above 0.
            if (!float.IsFinite(value) || value > 1e-3f)
                throw new ArgumentException($"{value} is no log-probability; give finite numbers of at most 0.", nameof(logProbabilities));
        }

        (Tokens, LogProbabilities) = (tokens, logProbabilities);
    }

    /// <summary>[k] token ids</summary>
    public ReadOnlyMemory<int> Tokens { get; }

    /// <summary>[k] their log-probabilities</summary>
    public ReadOnlyMemory<float> LogProbabilities { get; }
}
