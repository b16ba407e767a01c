using System.Buffers;

namespace Freehold.Wire.Texts;

/// <summary>
/// Every text of a request's body in the order of the body: an empty line stands between values, a colon after a name that is not the API's own,
/// so that <c>{"password": "x"}</c> reads <c>password: x</c>. Gives its buffer back when disposed.
/// </summary>
public sealed class RequestTexts : IDisposable
{
    private readonly List<TextPiece> _pieces;
    private char[] _text;
    private readonly int _length;

    internal RequestTexts(char[] text, int length, List<TextPiece> pieces, UnreadableContent unreadable, bool isWhole)
    {
        (_text, _length, _pieces) = (text, length, pieces);
        (Unreadable, IsWhole) = (unreadable, isWhole);
    }

    /// <summary>The texts; valid until this is disposed.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>What is in the body and cannot be read.</summary>
    public UnreadableContent Unreadable { get; }

    /// <summary>False where a bound ended the reading (<see cref="TextLimits"/>, or the caller's): then anything may be in the rest.</summary>
    public bool IsWhole { get; }

    internal List<TextPiece> Pieces => _pieces;

    /// <summary>
    /// The first stretch of <paramref name="start"/> to <paramref name="end"/> that lies in one string: what is found across two of them can
    /// only be replaced string by string. False where there is none.
    /// </summary>
    /// <param name="start">First character.</param>
    /// <param name="end">The character after the last.</param>
    /// <param name="from">First character of the stretch.</param>
    /// <param name="to">The character after its last.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryClip(int start, int end, out int from, out int to)
    {
        (from, to) = (0, 0);
        var (low, high) = (0, _pieces.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_pieces[middle].Start <= start) low = middle + 1;
            else high = middle;
        }

        // A string that is JSON stands before those in it, and begins no later: the last that begins in time is never around another one.
        for (var i = Math.Max(0, low - 1); i < _pieces.Count && _pieces[i].Start < end; i++)
        {
            if (_pieces[i].Nested > 0) continue;
            (from, to) = (Math.Max(start, _pieces[i].Start), Math.Min(end, _pieces[i].End));
            if (from < to) return true;
        }

        return false;
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        if (_text.Length == 0) return;
        ArrayPool<char>.Shared.Return(_text, clearArray: true);
        _text = [];
    }
}
