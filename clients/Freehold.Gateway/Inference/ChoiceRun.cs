using System.Text;
using Freehold.Contracts.Inference;
using Freehold.Wire.Answers;
using Freehold.Wire.Chat;

namespace Freehold.Gateway.Inference;

/// <summary>One of a run's answers as it comes.</summary>
/// <param name="index">Position of the choice.</param>
/// <param name="wantsLogprobs">True where the client asked for log-probabilities.</param>
internal sealed class ChoiceRun(int index, bool wantsLogprobs)
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
        foreach (var chosen in batch.Chances)
        {
            _logprobs.Add(ToWire(chosen.Token) with { TopLogprobs = [.. chosen.Top.Select(ToWire)] });
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

        var logprobs = wantsLogprobs ? new AnswerLogprobs(tokens, _offset) : null;
        (_sentChars, _sentTokens, _offset) = (_text.Length, _logprobs.Count, _offset + tokens.Sum(token => token.Token.Length));
        return (text, logprobs);
    }

    public AnswerChoice ToAnswer() => new(_text.ToString(), Finish!.Reason, wantsLogprobs ? _logprobs : null);

    private static TokenLogprob ToWire(TokenChance chance) => new()
    {
        Token = Encoding.UTF8.GetString(chance.Bytes),
        Logprob = chance.LogProb,
        Bytes = [.. chance.Bytes.Select(value => (int)value)],
    };
}
