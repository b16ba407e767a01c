using System.Text;
using Freehold.Contracts.Inference;
using Freehold.Wire.Answers;
using Freehold.Wire.Chat;

namespace Freehold.Gateway.Inference;

/// <summary>One of a run's answers as it comes.</summary>
/// <param name="index">Position of the choice.</param>
/// <param name="topLogprobs">How many alternatives of each token the client asked for; null: no log-probabilities.</param>
internal sealed class ChoiceRun(int index, int? topLogprobs)
{
    private readonly StringBuilder _text = new();
    private readonly List<TokenLogprob> _logprobs = [];
    private int _sentChars, _sentTokens, _offset;

    public int Index => index;

    /// <summary>How it ended; null until it has.</summary>
    public GenerateFinish? Finish { get; private set; }

    public void Add(TokenBatch batch)
    {
        _text.Append(batch.Text);
        if (topLogprobs is { } top)
        {
            // A cascade may have asked for more than the client did.
            _logprobs.AddRange(batch.Chances.Select(chosen => ToWire(chosen.Token) with { TopLogprobs = [.. chosen.Top.Take(top).Select(ToWire)] }));
        }

        Finish = batch.Finish ?? Finish;
    }

    /// <summary>What came and was not taken yet; null where that is nothing.</summary>
    public (string Text, AnswerLogprobs? Logprobs)? TakeNew()
    {
        var text = _text.ToString(_sentChars, _text.Length - _sentChars);
        var tokens = _logprobs.GetRange(_sentTokens, _logprobs.Count - _sentTokens);
        if (text.Length == 0 && tokens.Count == 0)
        {
            return null;
        }

        var logprobs = topLogprobs is not null ? new AnswerLogprobs(tokens, _offset) : null;
        (_sentChars, _sentTokens, _offset) = (_text.Length, _logprobs.Count, _offset + tokens.Sum(token => token.Token.Length));
        return (text, logprobs);
    }

    public AnswerChoice ToAnswer() => new(_text.ToString(), Finish!.Reason, topLogprobs is not null ? _logprobs : null);

    private static TokenLogprob ToWire(TokenChance chance) => new()
    {
        Token = Encoding.UTF8.GetString(chance.Bytes),
        Logprob = chance.LogProb,
        Bytes = [.. chance.Bytes.Select(value => (int)value)],
    };
}
