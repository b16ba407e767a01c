using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Syntax;

/// <summary>Where a lexer stands in its source.</summary>
internal sealed class LexerCursor(string source)
{
    private int _line = 1, _lineStart;

    public string Source => source;

    public int Offset { get; private set; }

    public bool AtEnd => Offset >= source.Length;

    /// <summary>The character here; NUL at the end.</summary>
    public char Current => AtEnd ? '\0' : source[Offset];

    public TemplatePosition Position => new(_line, Offset - _lineStart + 1);

    public void Advance(int chars)
    {
        for (var end = Offset + chars; Offset < end; Offset++)
        {
            if (source[Offset] == '\n')
                (_line, _lineStart) = (_line + 1, Offset + 1);
        }
    }

    public bool StartsWith(string text) => string.CompareOrdinal(source, Offset, text, 0, text.Length) == 0;

    public void SkipSpaces()
    {
        while (!AtEnd && PythonSpaces.Contains(Current))
            Advance(1);
    }
}
