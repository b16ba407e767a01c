namespace Freehold.Inference.Sampling;

/// <summary>Remembers which tokens a sequence has used, and lowers their logits.</summary>
internal sealed class TokenPenalties
{
    private readonly SamplingOptions _options;

    // Times a token is in the answer; 0 for one that is in the prompt only.
    private readonly Dictionary<int, int> _answerCounts = [];

    public TokenPenalties(SamplingOptions options, ReadOnlySpan<int> prompt)
    {
        _options = options;
        foreach (var id in prompt)
            _answerCounts.TryAdd(id, 0);
    }

    public void Count(int id) => _answerCounts[id] = _answerCounts.GetValueOrDefault(id) + 1;

    /// <param name="logits">[vocabulary], changed in place</param>
    public void Apply(Span<float> logits)
    {
        foreach (var (id, count) in _answerCounts)
        {
            var logit = logits[id];
            logit = logit > 0f ? logit / _options.RepetitionPenalty : logit * _options.RepetitionPenalty;
            if (count > 0)
                logit -= _options.PresencePenalty + count * _options.FrequencyPenalty;
            logits[id] = logit;
        }
    }
}
