using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Syntax;

/// <summary>
/// Cuts a template into tokens, with the whitespace rules of transformers' environment: <c>trim_blocks</c> (a newline after a block goes)
/// and <c>lstrip_blocks</c> (spaces between a line's start and a block go), overridden by <c>-</c> and <c>+</c> in the braces.
/// </summary>
internal sealed class TemplateLexer
{
    private readonly LexerCursor _cursor;
    private readonly ExpressionLexer _expressions;
    private readonly List<TemplateToken> _tokens = [];
    private bool _atLineStart = true;

    private TemplateLexer(string source)
    {
        // Jinja's newline_sequence is \n, and without keep_trailing_newline one newline at the end is dropped.
        var text = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        _cursor = new LexerCursor(text.EndsWith('\n') ? text[..^1] : text);
        _expressions = new ExpressionLexer(_cursor, _tokens);
    }

    /// <exception cref="TemplateException">The template is too long, or its braces or literals are malformed.</exception>
    public static List<TemplateToken> Tokenize(string source)
    {
        if (source.Length > TemplateLimits.MaxTemplateChars)
        {
            throw new TemplateException(
                TemplateFault.Limit, $"the template has {source.Length} characters, more than {TemplateLimits.MaxTemplateChars}",
                new TemplatePosition(1, 1), "Use a shorter template.");
        }

        var lexer = new TemplateLexer(source);
        while (!lexer._cursor.AtEnd)
            lexer.ReadTextAndBraces();
        lexer._tokens.Add(new TemplateToken(TemplateTokenKind.End, "", lexer._cursor.Position));
        return lexer._tokens;
    }

    private void ReadTextAndBraces()
    {
        var begin = FindBraces(_cursor.Offset);
        var (isBlockOrComment, sign) = begin < 0
            ? (false, '\0')
            : (_cursor.Source[begin + 1] != '{', begin + 2 < _cursor.Source.Length ? _cursor.Source[begin + 2] : '\0');
        var text = _cursor.Source[_cursor.Offset..(begin < 0 ? _cursor.Source.Length : begin)];
        var kept = sign == '-' ? TrimEnd(text) : isBlockOrComment && sign != '+' ? StripLineStart(text) : text;
        if (kept.Length > 0)
            _tokens.Add(new TemplateToken(TemplateTokenKind.Data, kept, _cursor.Position));
        _cursor.Advance(text.Length);
        if (begin < 0)
            return;

        var at = _cursor.Position;
        var opening = _cursor.Source[begin + 1];
        _cursor.Advance(sign is '-' or '+' ? 3 : 2);
        switch (opening)
        {
            case '#':
                SkipComment(at);
                break;
            case '{':
                _tokens.Add(new TemplateToken(TemplateTokenKind.VariableBegin, "{{", at));
                _expressions.Read(TemplateTokenKind.VariableEnd, at);
                _atLineStart = EndBraces(trimsNewline: false);
                break;
            case '%' when TrySkipRawBegin():
                ReadRaw(at);
                break;
            default:
                _tokens.Add(new TemplateToken(TemplateTokenKind.BlockBegin, "{%", at));
                _expressions.Read(TemplateTokenKind.BlockEnd, at);
                _atLineStart = EndBraces(trimsNewline: true);
                break;
        }
    }

    private int FindBraces(int from)
    {
        for (var i = _cursor.Source.IndexOf('{', from); i >= 0 && i + 1 < _cursor.Source.Length; i = _cursor.Source.IndexOf('{', i + 1))
        {
            if (_cursor.Source[i + 1] is '{' or '%' or '#')
                return i;
        }

        return -1;
    }

    private string StripLineStart(string text)
    {
        var line = text.LastIndexOf('\n') + 1;
        if (line == 0 && !_atLineStart)
            return text;
        return text.AsSpan(line).IndexOfAnyExcept(PythonSpaces.All) < 0 ? text[..line] : text;
    }

    private static string TrimEnd(string text) => text[..(text.AsSpan().LastIndexOfAnyExcept(PythonSpaces.All) + 1)];

    // At the sign or at the closing braces; returns whether a line starts after what was taken.
    private bool EndBraces(bool trimsNewline)
    {
        var sign = _cursor.Current;
        var from = _cursor.Offset;
        _cursor.Advance(sign is '-' or '+' ? 3 : 2);
        if (sign == '-')
            _cursor.SkipSpaces();
        else if (sign != '+' && trimsNewline && _cursor.Current == '\n')
            _cursor.Advance(1);
        return _cursor.Source[from.._cursor.Offset].EndsWith('\n');
    }

    private void SkipComment(TemplatePosition at)
    {
        var end = _cursor.Source.IndexOf("#}", _cursor.Offset, StringComparison.Ordinal);
        if (end < 0)
            throw TemplateException.Syntax("the comment that begins here has no '#}'", at);
        if (end > _cursor.Offset && _cursor.Source[end - 1] is '-' or '+')
            end--;
        _cursor.Advance(end - _cursor.Offset);
        _atLineStart = EndBraces(trimsNewline: true);
    }

    private bool TrySkipRawBegin()
    {
        var end = MatchTag(_cursor.Offset, "raw");
        if (end < 0 || _cursor.Source[end] == '+')
            return false;
        _cursor.Advance(end - _cursor.Offset);
        EndBraces(trimsNewline: false);
        return true;
    }

    private void ReadRaw(TemplatePosition at)
    {
        for (var i = _cursor.Source.IndexOf("{%", _cursor.Offset, StringComparison.Ordinal); i >= 0;
             i = _cursor.Source.IndexOf("{%", i + 2, StringComparison.Ordinal))
        {
            var sign = i + 2 < _cursor.Source.Length ? _cursor.Source[i + 2] : '\0';
            var end = MatchTag(sign is '-' or '+' ? i + 3 : i + 2, "endraw");
            if (end < 0)
                continue;
            var text = _cursor.Source[_cursor.Offset..i];
            _atLineStart = false;
            var kept = sign == '-' ? TrimEnd(text) : sign != '+' ? StripLineStart(text) : text;
            _tokens.Add(new TemplateToken(TemplateTokenKind.Data, kept, _cursor.Position));
            _cursor.Advance(end - _cursor.Offset);
            _atLineStart = EndBraces(trimsNewline: true);
            return;
        }

        throw TemplateException.Syntax("the raw block that begins here has no '{% endraw %}'", at);
    }

    // Offset of the sign or braces that close a tag of one word; -1 where another tag stands here.
    private int MatchTag(int from, string word)
    {
        var at = SkipSpaces(from);
        if (string.CompareOrdinal(_cursor.Source, at, word, 0, word.Length) != 0)
            return -1;
        at = SkipSpaces(at + word.Length);
        var braces = at < _cursor.Source.Length && _cursor.Source[at] is '-' or '+' ? at + 1 : at;
        return string.CompareOrdinal(_cursor.Source, braces, "%}", 0, 2) == 0 ? at : -1;
    }

    private int SkipSpaces(int at)
    {
        while (at < _cursor.Source.Length && PythonSpaces.Contains(_cursor.Source[at]))
            at++;
        return at;
    }
}
