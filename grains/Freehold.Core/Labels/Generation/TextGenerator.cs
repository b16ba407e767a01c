using System.Text;

namespace Freehold.Core.Labels.Generation;

/// <summary>
/// Makes texts with known spans: mail, support, forms, chats, prose and lists from a grammar of ours, with names, places, companies and
/// numbers of many countries. The same seed gives the same texts. Not thread-safe: one a thread.
/// </summary>
public sealed class TextGenerator
{
    private const string Root = "text";
    private const int MaxDepth = 40;
    private const int LongestText = 20_000;

    private readonly Grammar _grammar;
    private readonly Random _random;
    private readonly StringBuilder _text = new();
    private readonly List<LabelledSpan> _spans = [];
    private double _typoRate;
    private int _openSpans;

    internal TextGenerator(Grammar grammar, int seed)
    {
        _grammar = grammar;
        _random = new Random(seed);
    }

    /// <summary>A generator over the built-in grammar.</summary>
    public static TextGenerator Create(int seed) => new(Grammar.Shared, seed);

    /// <summary>The next text.</summary>
    public LabelledText Next()
    {
        _text.Clear();
        _spans.Clear();
        _typoRate = _random.Next(12) == 0 ? 0.04 : 0;
        Expand(_grammar.Choose(Root, _random), 0);
        ChangeCase();
        _spans.Sort((a, b) => a.Start.CompareTo(b.Start));
        return new LabelledText(_text.ToString(), [.. _spans]);
    }

    private void Expand(GrammarPart[] parts, int depth)
    {
        if (depth > MaxDepth || _text.Length > LongestText)
            throw new InvalidOperationException($"The grammar's rules nest over {MaxDepth} deep or make over {LongestText} characters.");
        foreach (var part in parts)
        {
            switch (part)
            {
                case LiteralPart literal:
                    Append(literal.Text);
                    break;
                case RulePart rule:
                    ExpandRule(rule, depth + 1);
                    break;
                case ChoicePart choice:
                    Expand(choice.Choices[_random.Next(choice.Choices.Length)], depth + 1);
                    break;
                case SpanPart span:
                    ExpandSpan(span, depth + 1);
                    break;
            }
        }
    }

    private void ExpandRule(RulePart rule, int depth)
    {
        var start = _text.Length;
        if (FormattedValues.Find(rule.Rule) is { } make) _text.Append(make(_random));
        else if (rule.Form == WordForm.Novel) _text.Append(_grammar.Novel(rule.Rule, _random));
        else Expand(_grammar.Choose(rule.Rule, _random), depth);

        var end = rule.Form switch
        {
            WordForm.Upper or WordForm.Lower => _text.Length,
            WordForm.Capital => Math.Min(_text.Length, start + 1),
            _ => start,
        };
        for (var i = start; i < end; i++)
            _text[i] = rule.Form == WordForm.Lower ? char.ToLowerInvariant(_text[i]) : char.ToUpperInvariant(_text[i]);
    }

    private void ExpandSpan(SpanPart span, int depth)
    {
        var start = _text.Length;
        _openSpans++;
        Expand(span.Parts, depth);
        _openSpans--;
        if (_text.Length > start) _spans.Add(new LabelledSpan(start, _text.Length - start, span.Kind, span.IsWhole));
    }

    private void Append(string literal)
    {
        foreach (var sign in literal)
        {
            if (_typoRate > 0 && _openSpans == 0 && char.IsLetter(sign) && _random.NextDouble() < _typoRate)
            {
                if (_random.Next(2) == 0) _text.Append(sign).Append(sign); // a letter twice, or left out
                continue;
            }

            _text.Append(sign switch
            {
                '#' => (char)('0' + _random.Next(10)),
                '¤' => (char)('1' + _random.Next(9)),
                _ => sign,
            });
        }
    }

    /// <summary>Letter by letter, so that spans stay where they are.</summary>
    private void ChangeCase()
    {
        var draw = _random.Next(100);
        if (draw >= 16) return;
        for (var i = 0; i < _text.Length; i++)
            _text[i] = draw >= 3 ? char.ToLowerInvariant(_text[i]) : char.ToUpperInvariant(_text[i]);
    }
}
