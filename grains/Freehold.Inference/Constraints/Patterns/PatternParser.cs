using System.Globalization;

namespace Freehold.Inference.Constraints.Patterns;

/// <summary>
/// Reads the regular part of ECMA-262's regular expressions, which JSON Schema's <c>pattern</c> is written in. What is not regular, or has
/// to do with neighbouring text (references, look-around, word boundaries), is refused.
/// </summary>
internal sealed class PatternParser
{
    private readonly string _text;
    private readonly string _pointer;
    private int _at;
    private int _depth;

    private PatternParser(string text, string pointer) => (_text, _pointer) = (text, pointer);

    /// <summary>The whole texts that a pattern matches somewhere within, as JSON Schema asks.</summary>
    /// <exception cref="SchemaRefusedException">The pattern is broken, too large, or not supported.</exception>
    public static PatternNode Parse(string text, string pointer)
    {
        var parser = new PatternParser(text, pointer);
        if (text.Length > ConstraintLimits.PatternChars)
            throw parser.Refuse($"it has more than {ConstraintLimits.PatternChars} characters");
        var options = new List<PatternNode>();
        do
            options.Add(parser.TopLevelOption());
        while (parser.Take('|'));
        if (parser._at < text.Length)
            throw parser.Refuse("a ')' closes nothing");
        return new ChoiceNode(options);
    }

    private SequenceNode TopLevelOption()
    {
        var anything = new RepeatNode(new CharNode(CharSet.All), 0, null);
        var parts = new List<PatternNode>();
        if (!Take('^'))
            parts.Add(anything);
        parts.Add(Sequence());
        if (!Take('$'))
            parts.Add(anything);
        return new SequenceNode(parts);
    }

    private SequenceNode Sequence()
    {
        var parts = new List<PatternNode>();
        while (_at < _text.Length && _text[_at] is not ('|' or ')'))
        {
            if (_text[_at] == '$' && _depth == 0 && (_at + 1 == _text.Length || _text[_at + 1] == '|'))
                break;
            parts.Add(Quantified(Atom()));
        }

        return new SequenceNode(parts);
    }

    private PatternNode Quantified(PatternNode atom)
    {
        if (_at == _text.Length)
            return atom;
        RepeatNode? repeat = _text[_at] switch
        {
            '*' => new(atom, 0, null),
            '+' => new(atom, 1, null),
            '?' => new(atom, 0, 1),
            '{' => Counted(atom),
            _ => null,
        };
        if (repeat is null)
            return atom;
        _at++;
        Take('?'); // Lazy or greedy, the language is the same.
        if (_at < _text.Length && _text[_at] is '*' or '+' or '?' or '{')
            throw Refuse("a quantifier follows a quantifier");
        return repeat;
    }

    // Ends at the closing brace.
    private RepeatNode Counted(PatternNode atom)
    {
        var close = _text.IndexOf('}', _at);
        if (close < 0)
            throw Refuse("a '{' is not closed; write \\{ for the character");
        var counts = _text[(_at + 1)..close].Split(',');
        _at = close;
        var least = Number(counts[0]);
        var most = counts.Length == 1 ? least : counts[1].Length == 0 ? (int?)null : Number(counts[1]);
        if (counts.Length > 2 || most < least)
            throw Refuse("the counts in braces are not a range");
        return new RepeatNode(atom, least, most);
    }

    private int Number(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= ConstraintLimits.Count
            ? value
            : throw Refuse($"a count must be a number from 0 to {ConstraintLimits.Count}");

    private PatternNode Atom()
    {
        var next = _text[_at++];
        switch (next)
        {
            case '(': return Group();
            case '[': return new CharNode(PatternClass.Parse(_text, ref _at, Refuse));
            case '.': return new CharNode(CharSet.NotLineEnds);
            case '\\': return new CharNode(PatternEscape.Parse(_text, ref _at, inClass: false, Refuse));
            case '^' or '$':
                throw Refuse($"'{next}' is supported only at the beginning or end of the whole pattern or of its alternatives");
            case '*' or '+' or '?' or '{' or '}' or ']': throw Refuse($"'{next}' stands alone; write \\{next} for the character");
            default: return new CharNode(PatternEscape.Single(_text, ref _at, next, Refuse));
        }
    }

    private ChoiceNode Group()
    {
        if (++_depth > ConstraintLimits.PatternDepth)
            throw Refuse($"groups are nested more than {ConstraintLimits.PatternDepth} deep");
        if (Take('?') && !Take(':'))
        {
            var isName = _at + 1 < _text.Length && _text[_at] == '<' && _text[_at + 1] is not ('=' or '!');
            var close = isName ? _text.IndexOf('>', _at) : -1;
            if (close < 0)
                throw Refuse("look-around and inline flags are not supported");
            _at = close + 1;
        }

        var options = new List<PatternNode>();
        do
            options.Add(Sequence());
        while (Take('|'));
        if (!Take(')'))
            throw Refuse("a '(' is not closed");
        _depth--;
        return new ChoiceNode(options);
    }

    private bool Take(char expected)
    {
        if (_at == _text.Length || _text[_at] != expected)
            return false;
        _at++;
        return true;
    }

    private SchemaRefusedException Refuse(string reason) => new(_pointer, $"pattern, character {_at}: {reason}.");
}
