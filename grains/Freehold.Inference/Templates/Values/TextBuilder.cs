using System.Text;

namespace Freehold.Inference.Templates.Values;

/// <summary>Builds a text with the origins of its characters, within the rendering's bounds.</summary>
internal sealed class TextBuilder(RenderBudget budget)
{
    private readonly StringBuilder _chars = new();
    private readonly List<int> _edges = [];
    private bool _first, _last;

    public int Length => _chars.Length;

    public RenderBudget Budget => budget;

    public TextBuilder Append(ReadOnlySpan<char> text, bool isInput = false)
    {
        if (text.IsEmpty)
            return this;
        budget.SpendChars(text.Length);
        RenderBudget.CheckLength((long)_chars.Length + text.Length);
        if (_chars.Length == 0)
            _first = _last = isInput;
        else if (_last != isInput)
            _edges.Add(_chars.Length);
        _last = isInput;
        _chars.Append(text);
        return this;
    }

    public TextBuilder Append(TemplateText text) => Append(text, 0, text.Value.Length);

    public TextBuilder Append(TemplateText text, int start, int length)
    {
        foreach (var run in text.Runs(start, length))
            Append(text.Value.AsSpan(run.Start, run.Length), run.IsInput);
        return this;
    }

    public TemplateText ToText() => new(_chars.ToString(), _first, [.. _edges]);
}
