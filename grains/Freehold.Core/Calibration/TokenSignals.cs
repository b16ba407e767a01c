namespace Freehold.Core.Calibration;

/// <summary>Gathers the signals of an answer while its tokens come. Not thread-safe.</summary>
public sealed class TokenSignals
{
    /// <summary>Tokens whose log-probabilities are kept for the quantile; of a longer answer these are its first.</summary>
    public const int MaxTokens = 4_096;

    private readonly List<float> _logProbs = [];
    private int _tokens, _margins;
    private double _logProbSum, _marginSum;

    /// <summary>Adds tokens of which only the sum of their log-probabilities is known.</summary>
    public void Add(int tokens, double logProbSum)
    {
        _tokens += tokens;
        _logProbSum += logProbSum;
    }

    /// <summary>Adds what is known of one token besides; it is counted by <see cref="Add(int, double)"/>.</summary>
    /// <param name="logProb">Its log-probability.</param>
    /// <param name="margin">Distance between the likeliest token in its place and the next; NaN where unknown.</param>
    public void AddToken(double logProb, double margin)
    {
        if (_logProbs.Count < MaxTokens)
        {
            _logProbs.Add((float)logProb);
        }

        if (!double.IsNaN(margin))
        {
            _margins++;
            _marginSum += margin;
        }
    }

    /// <summary>The signals; null where there is no token to judge by.</summary>
    public AnswerSignals? ToSignals(bool endedByItself, double agreement = double.NaN, bool? isValidJson = null)
    {
        if (_tokens == 0)
        {
            return null;
        }

        _logProbs.Sort();
        return new AnswerSignals
        {
            Tokens = _tokens,
            MeanLogProb = _logProbSum / _tokens,
            MinLogProb = _logProbs.Count > 0 ? _logProbs[0] : double.NaN,
            LowLogProb = _logProbs.Count > 0 ? _logProbs[_logProbs.Count / 10] : double.NaN,
            MeanMargin = _margins > 0 ? _marginSum / _margins : double.NaN,
            EndedByItself = endedByItself,
            Agreement = agreement,
            IsValidJson = isValidJson,
        };
    }
}
