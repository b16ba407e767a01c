using System.Text;

namespace Freehold.Core.Backtest.Tables;

/// <summary>Reads lines, and refuses one that would not fit in memory.</summary>
internal sealed class BoundedLineReader(TextReader source, int maxChars)
{
    private readonly StringBuilder _text = new();

    /// <summary>Number of the line that was read last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The next line; null at the end.</summary>
    public string? Read()
    {
        if (source.Peek() < 0) return null;
        Line++;
        _text.Clear();
        for (var character = source.Read(); character >= 0 && character != '\n'; character = source.Read())
        {
            if (_text.Length == maxChars)
                throw new BacktestInputException(Line, maxChars, $"a line of more than {maxChars:N0} characters; shorten it.");
            _text.Append((char)character);
        }

        if (_text.Length > 0 && _text[^1] == '\r') _text.Length--;
        return _text.ToString();
    }
}
