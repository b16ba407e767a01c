using System.Globalization;

namespace Freehold.Inference.Templates.Syntax;

/// <summary>Reads the tokens inside one pair of braces.</summary>
internal sealed class ExpressionLexer(LexerCursor cursor, List<TemplateToken> tokens)
{
    private static readonly string[] Operators =
    [
        "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ",",
    ];

    private readonly Stack<char> _open = new();

    /// <summary>Reads up to the closing braces, which stay in front of the cursor with their sign.</summary>
    public void Read(TemplateTokenKind end, TemplatePosition begin)
    {
        _open.Clear();
        while (true)
        {
            cursor.SkipSpaces();
            var at = cursor.Position;
            if (cursor.AtEnd)
                throw TemplateException.Syntax("the braces that begin here are not closed", begin);
            if (_open.Count == 0 && IsEnd(end))
            {
                tokens.Add(new TemplateToken(end, "", at));
                return;
            }

            tokens.Add(ReadToken(at));
        }
    }

    private bool IsEnd(TemplateTokenKind end) => end == TemplateTokenKind.VariableEnd
        ? cursor.StartsWith("}}") || cursor.StartsWith("-}}")
        : cursor.StartsWith("%}") || cursor.StartsWith("-%}") || cursor.StartsWith("+%}");

    private TemplateToken ReadToken(TemplatePosition at)
    {
        var current = cursor.Current;
        if (current is '\'' or '"')
            return new TemplateToken(TemplateTokenKind.String, StringLiteral.Read(cursor, at), at);
        if (char.IsAsciiDigit(current))
            return ReadNumber(at);
        if (current == '_' || char.IsLetter(current))
        {
            var name = TakeWhile(c => c == '_' || char.IsLetterOrDigit(c));
            return new TemplateToken(TemplateTokenKind.Name, name, at);
        }

        foreach (var text in Operators)
        {
            if (!cursor.StartsWith(text))
                continue;
            Balance(text[0], at);
            cursor.Advance(text.Length);
            return new TemplateToken(TemplateTokenKind.Operator, text, at);
        }

        throw TemplateException.Syntax($"unexpected character '{current}'", at);
    }

    private void Balance(char bracket, TemplatePosition at)
    {
        if (bracket is '(' or '[' or '{')
            _open.Push(bracket);
        if (bracket is not (')' or ']' or '}'))
            return;
        if (!_open.TryPop(out var open) || (open, bracket) is not (('(', ')') or ('[', ']') or ('{', '}')))
            throw TemplateException.Syntax($"'{bracket}' closes nothing", at);
    }

    private TemplateToken ReadNumber(TemplatePosition at)
    {
        if (cursor.Current == '0' && cursor.Offset + 1 < cursor.Source.Length && cursor.Source[cursor.Offset + 1] is 'x' or 'X')
        {
            cursor.Advance(2);
            var hex = TakeWhile(c => char.IsAsciiHexDigit(c) || c == '_').Replace("_", "", StringComparison.Ordinal);
            return long.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                ? new TemplateToken(TemplateTokenKind.Integer, value.ToString(CultureInfo.InvariantCulture), at)
                : throw TemplateException.Syntax("the number is malformed or too large", at);
        }

        var text = TakeWhile(c => char.IsAsciiDigit(c) || c == '_');
        var kind = TemplateTokenKind.Integer;
        if (cursor.Current == '.' && DigitAt(cursor.Offset + 1))
        {
            kind = TemplateTokenKind.Float;
            cursor.Advance(1);
            text += "." + TakeWhile(c => char.IsAsciiDigit(c) || c == '_');
        }

        var sign = cursor.Offset + 1 < cursor.Source.Length && cursor.Source[cursor.Offset + 1] is '+' or '-' ? 1 : 0;
        if (cursor.Current is 'e' or 'E' && DigitAt(cursor.Offset + 1 + sign))
        {
            kind = TemplateTokenKind.Float;
            text += cursor.Source.Substring(cursor.Offset, 1 + sign);
            cursor.Advance(1 + sign);
            text += TakeWhile(char.IsAsciiDigit);
        }

        return new TemplateToken(kind, text.Replace("_", "", StringComparison.Ordinal), at);
    }

    private bool DigitAt(int offset) => offset < cursor.Source.Length && char.IsAsciiDigit(cursor.Source[offset]);

    private string TakeWhile(Func<char, bool> accepts)
    {
        var from = cursor.Offset;
        while (!cursor.AtEnd && accepts(cursor.Current))
            cursor.Advance(1);
        return cursor.Source[from..cursor.Offset];
    }
}
